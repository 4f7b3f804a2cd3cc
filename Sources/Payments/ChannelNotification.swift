// What a wallet says by itself (异步通知). It is a hint that comes late, twice, out of order or never: a
// proof in it enters the payment machine like the answer of a query, and nothing waits for it.

package import Retail

/// A notification as it came over the line.
package struct NotificationMessage: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The head of the request, each name as it came.
    package let headers: [Field]
    package let body: [UInt8]

    package init(headers: [Field], body: [UInt8]) {
        self.headers = headers
        self.body = body
    }
}

/// A notification that is the channel's.
package enum ChannelNotification: Equatable, Sendable {
    /// An order was paid, signed by the channel.
    case paid(PaidProof)
    /// Something became of an order, and the notification does not prove what: it is asked about.
    case paymentMoved(orderNumber: String)
    /// Money was given back, signed by the channel.
    case refunded(RefundProof)
    /// Something became of a refund, and the notification does not prove what: it is asked about.
    case refundMoved(refundNumber: String)
    /// Something that the product does not follow (a contract, a coupon).
    case other(kind: String)
}

/// What the channel is answered.
package struct NotificationReply: Equatable, Sendable {
    package let status: Int
    package let contentType: String
    package let body: String

    package init(status: Int, contentType: String, body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// The ear of one merchant account: one wallet's way to tell.
package protocol NotificationListener: Sendable {
    var wallet: Wallet { get }
    /// The name of the account.
    var merchantAccount: String { get }
    /// Reads and checks a message.
    ///
    /// *Errors*: `UnusableNotification`; it is then as if nothing had come.
    func read(
        _ message: NotificationMessage, at now: Timestamp
    ) throws(UnusableNotification) -> ChannelNotification
    /// What to say to a message: that it was taken, or to come again.
    func reply(to message: NotificationMessage, isTaken: Bool) -> NotificationReply
}

/// A notification that is not the channel's, or cannot be read.
package struct UnusableNotification: Error, Equatable, Sendable {
    package let doubt: Doubt

    package init(_ doubt: Doubt) {
        self.doubt = doubt
    }
}
