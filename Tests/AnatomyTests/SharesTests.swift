import Anatomy
import Testing

@Suite struct SharesTests {
    @Test(arguments: [0, 1, 3, 4, 5, 257])
    func `shares come back in order and leave nothing out`(count: Int) {
        let numbers = Array(0..<count)
        #expect(numbers.inShares { Array($0) }.flatMap(\.self) == numbers)
    }
}
