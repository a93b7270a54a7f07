import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// Hands the array out in a few consecutive shares, worked on at once.
    ///
    /// What comes back is in the order of the array, however the shares ran.
    ///
    /// - Parameter work: Makes the result of one share; a share is empty when the array is shorter than their number.
    /// - Returns: The result of each share, first share first.
    /// - Complexity: O(count) calls of what `work` does, on at most four threads.
    public func inShares<Result: Sendable>(_ work: @Sendable (ArraySlice<Element>) -> Result) -> [Result] {
        let shares = 4
        let results = Mutex<[Int: Result]>([:])
        DispatchQueue.concurrentPerform(iterations: shares) { share in
            let own = work(self[(count * share / shares)..<(count * (share + 1) / shares)])
            results.withLock { $0[share] = own }
        }
        return results.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    }
}
