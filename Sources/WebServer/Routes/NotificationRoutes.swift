// Where wallets tell by themselves what became of a payment or a refund. Nobody is signed in here: the
// message proves itself or is as if it had not come. It is confirmed only once it is written, so that
// the wallet says it again when it could not be.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Payments

struct NotificationRoutes: Sendable {
    let counter: Counter
    let listeners: [any NotificationListener]

    /// Longer than any notification.
    ///
    /// *Unit*: bytes.
    private static let bytesMax = 65_536

    func add(to router: Router<TillContext>) {
        for listener in listeners {
            let counter = counter
            router.post(RouterPath(listener.wallet.notifyPath)) { request, context in
                let isTaken = await NotificationRoutes.take(request, context, listener, counter)
                return NotificationRoutes.response(listener.reply(isTaken: isTaken))
            }
        }
    }

    private static func take(
        _ request: Request, _ context: TillContext, _ listener: any NotificationListener,
        _ counter: Counter
    ) async -> Bool {
        var logger = context.logger
        logger[metadataKey: "wallet"] = "\(listener.wallet.rawValue)"
        guard let buffer = try? await request.body.collect(upTo: bytesMax) else {
            logger.warning("a notification is too long or broke off")
            return false
        }
        let message = NotificationMessage(
            headers: request.headers.map {
                NotificationMessage.Field($0.name.canonicalName, $0.value)
            }, body: Array(buffer.readableBytesView))
        let notification: ChannelNotification
        do throws(UnusableNotification) {
            notification = try listener.read(message, at: counter.driver.surroundings.now())
        } catch {
            logger.warning(
                "a notification is not the wallet's, or cannot be read",
                metadata: [
                    "kind": "\(error.doubt.kind)", "detail": "\(error.doubt.detail)",
                ])
            return false
        }
        do {
            switch try await counter.driver.hear(notification, from: listener.wallet) {
            case .heard, .unknownHere: break
            case .notOurs:
                logger.warning("a notification is about no order or refund of this chain")
            }
            return true
        } catch {
            logger.error(
                "a notification could not be written; the wallet will repeat it",
                metadata: ["error": "\(error)"])
            return false
        }
    }

    private static func response(_ reply: NotificationReply) -> Response {
        Reply.text(
            reply.body, type: reply.contentType,
            status: HTTPResponse.Status(code: reply.status))
    }
}
