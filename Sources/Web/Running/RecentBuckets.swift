/// Buckets in the order of their last use.
///
/// A chain through an array of slots: every operation is O(1), and the memory is that of the largest count seen.
package struct RecentBuckets {
    private struct Slot {
        var key: String
        var bucket: Bucket
        var older: Int?
        var newer: Int?
    }

    private var places: [String: Int] = [:]
    private var slots: [Slot] = []
    private var free: [Int] = []
    private var oldest: Int?
    private var newest: Int?

    package var count: Int { places.count }

    package init() {}

    /// Removes the bucket of a key and returns it.
    package mutating func take(_ key: String) -> Bucket? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        let slot = slots[place]
        if let older = slot.older { slots[older].newer = slot.newer } else { oldest = slot.newer }
        if let newer = slot.newer { slots[newer].older = slot.older } else { newest = slot.older }
        slots[place].key = ""
        free.append(place)
        return slot.bucket
    }

    /// Adds a key that is not in the table as the newest one; beyond the capacity the oldest one goes.
    package mutating func put(_ key: String, _ bucket: Bucket, capacity: Int) {
        while count >= capacity, let oldest { _ = take(slots[oldest].key) }
        let slot = Slot(key: key, bucket: bucket, older: newest, newer: nil)
        let place = free.popLast() ?? slots.count
        if place == slots.count { slots.append(slot) } else { slots[place] = slot }
        if let newest { slots[newest].newer = place } else { oldest = place }
        newest = place
        places[key] = place
    }
}
