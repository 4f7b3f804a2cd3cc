// The state of a refund, as one sentence for the counter.

package import Payments

extension OperatorNotice {
    package init(_ refund: Refund) {
        switch refund.state {
        case .reserved, .sending: self = .refunding
        case .unresolved(let doubt):
            if doubt.kind == .needsPerson {
                self = .refundWithChannel
            } else {
                switch refund.escalation {
                case .none: self = .refundAsking
                case .opened: self = .refundStillOpen
                }
            }
        case .accepted: self = .refundPromised
        case .succeeded: self = .refunded
        case .failed(let failure): self = .refundFailed(failure)
        }
    }
}
