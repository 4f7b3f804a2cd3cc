// Comparing a signature or a token byte by byte and stopping at the first difference tells an
// attacker how far a guess was right.

/// Comparison that takes as long for a near miss as for a far one.
package enum ConstantTime {
    /// Whether both are the same bytes; only the lengths may show in the time it takes.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}
