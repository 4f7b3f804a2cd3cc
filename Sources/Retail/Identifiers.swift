// Identifiers are distinct types, so that a store can never be passed where a register is meant.
// Each is checked once, where it enters; from then on the type is the proof.

/// A store of the chain (门店): four digits, as it stands in order numbers and on receipts.
package struct StoreID: Hashable, Sendable {
    package let digits: String

    /// *Errors*: `IdentifierError.malformed` unless it is exactly four digits.
    package init(_ digits: String) throws(IdentifierError) {
        self.digits = try IdentifierError.checked(digits, length: 4)
    }
}

/// A register of a store (收银机): two digits.
package struct RegisterID: Hashable, Sendable {
    package let digits: String

    /// *Errors*: `IdentifierError.malformed` unless it is exactly two digits.
    package init(_ digits: String) throws(IdentifierError) {
        self.digits = try IdentifierError.checked(digits, length: 2)
    }
}

/// A person who works in the chain (工号), by staff number: four digits.
package struct StaffID: Hashable, Sendable {
    package let digits: String

    /// *Errors*: `IdentifierError.malformed` unless it is exactly four digits.
    package init(_ digits: String) throws(IdentifierError) {
        self.digits = try IdentifierError.checked(digits, length: 4)
    }
}

/// A sale (销售单), by its opaque identifier; the number people read is `ReceiptNumber`.
package struct SaleID: Hashable, Sendable {
    package let text: String
    package init(_ text: String) { self.text = text }

    /// Names a sale that stands for a payment which a terminal asked for (decision 0025); every other
    /// is hexadecimal digits.
    package static func ofTerminal(_ identifier: String) -> SaleID { SaleID("x-" + identifier) }

    /// Whether it is one that no cashier rings up, takes back or returns.
    package var isOfTerminal: Bool { text.hasPrefix("x-") }
}

/// A shift (班次): the nth of a register of a store.
package struct ShiftID: Hashable, Sendable {
    package let store: StoreID
    package let register: RegisterID
    /// 1 for the register's first.
    package let no: Int64

    package init(store: StoreID, register: RegisterID, no: Int64) {
        self.store = store
        self.register = register
        self.no = no
    }
}

/// A payment (支付单): the intent to collect one tender of a sale.
package struct PaymentID: Hashable, Sendable {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// Why an identifier could not be made.
package enum IdentifierError: Error, Equatable, Sendable {
    case malformed

    static func checked(_ digits: String, length: Int) throws(IdentifierError) -> String {
        let units = digits.utf8
        guard units.count == length,
            units.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { throw .malformed }
        return digits
    }
}
