// Where wallets tell by themselves what became of a payment or a refund. Nobody is signed in here: the
// message proves itself or is as if it had not come. It is confirmed only once it is written, so that
// the wallet says it again when it could not be.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Payments
internal import Retail

struct NotificationRoutes: Sendable {
    let counter: Counter
    let listeners: CurrentListeners

    /// Longer than any notification.
    ///
    /// *Unit*: bytes.
    private static let bytesMax = 65_536

    func add(to router: Router<TillContext>) {
        let (counter, listeners) = (counter, listeners)
        for path in ["/notify/:wallet", "/notify/:wallet/:account"] {
            router.post(RouterPath(path)) { request, context in
                let heard = listeners.of(
                    wallet: context.parameters.get("wallet"),
                    account: context.parameters.get("account"))
                guard let first = heard.first else { throw HTTPError(.notFound) }
                let (message, isTaken) = await NotificationRoutes.take(
                    request, context, heard, counter)
                return NotificationRoutes.response(first.reply(to: message, isTaken: isTaken))
            }
        }
    }

    private static func take(
        _ request: Request, _ context: TillContext, _ listeners: [any NotificationListener],
        _ counter: Counter
    ) async -> (NotificationMessage, isTaken: Bool) {
        guard let buffer = try? await request.body.collect(upTo: bytesMax) else {
            context.logger.warning("a notification is too long or broke off")
            return (NotificationMessage(headers: [], body: []), false)
        }
        let message = NotificationMessage(
            headers: request.headers.map {
                NotificationMessage.Field($0.name.canonicalName, $0.value)
            }, body: Array(buffer.readableBytesView))
        return (message, await take(message, context, listeners, counter))
    }

    private static func take(
        _ message: NotificationMessage, _ context: TillContext,
        _ listeners: [any NotificationListener], _ counter: Counter
    ) async -> Bool {
        var logger = context.logger
        logger[metadataKey: "wallet"] = "\(listeners.first?.wallet.rawValue ?? "")"
        let (listener, notification): (any NotificationListener, ChannelNotification)
        do throws(UnusableNotification) {
            (listener, notification) = try read(
                message, listeners, at: counter.driver.surroundings.now())
        } catch {
            logger.warning(
                "a notification is not the wallet's, or cannot be read",
                metadata: [
                    "kind": "\(error.doubt.kind)", "detail": "\(error.doubt.detail)",
                ])
            return false
        }
        do {
            switch try await counter.driver.hear(
                notification, from: listener.wallet, account: listener.merchantAccount)
            {
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

    /// The account whose message it is; the doubt of the first when it is nobody's.
    private static func read(
        _ message: NotificationMessage, _ listeners: [any NotificationListener], at now: Timestamp
    ) throws(UnusableNotification) -> (any NotificationListener, ChannelNotification) {
        var doubt: UnusableNotification?
        for listener in listeners {
            do throws(UnusableNotification) {
                return (listener, try listener.read(message, at: now))
            } catch {
                doubt = doubt ?? error
            }
        }
        throw doubt ?? UnusableNotification(Doubt(kind: .malformed, detail: "no listener"))
    }

    private static func response(_ reply: NotificationReply) -> Response {
        Reply.text(
            reply.body, type: reply.contentType,
            status: HTTPResponse.Status(code: reply.status))
    }
}
