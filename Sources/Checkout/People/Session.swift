package import Persistence
package import Retail

/// Who is at which register.
package struct Session: Equatable, Sendable {
    package let staff: Staff
    package let store: StoreID
    package let register: RegisterID

    package init(staff: Staff, store: StoreID, register: RegisterID) {
        self.staff = staff
        self.store = store
        self.register = register
    }
}

/// A superior who has typed the PIN at the cashier's screen.
struct Approver: Sendable {
    let staff: Staff
    let reason: String
}

extension Staff.Role {
    /// Who stands at a register to sell.
    package var sells: Bool {
        switch self {
        case .cashier, .pharmacist: true
        case .manager, .area, .finance: false
        }
    }

    /// Who may go beyond a cashier's limits, and approve it for one.
    package var isSuperior: Bool {
        switch self {
        case .manager, .area: true
        case .cashier, .pharmacist, .finance: false
        }
    }
}
