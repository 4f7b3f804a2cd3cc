// One connection pool and its thread for each wallet, and not for each of a thousand accounts at it; an
// account with a client certificate has its own, since a connection is made with one.

internal import Channels
internal import Payments

final class Transports {
    private var made: [(wallet: Wallet, settings: HTTPSettings, transport: HTTPTransport)] = []

    func curl(_ wallet: Wallet, _ settings: HTTPSettings) throws -> HTTPTransport {
        let known = made.first { $0.wallet == wallet && $0.settings == settings }
        if let known { return known.transport }
        let transport = try HTTPTransport.curl(settings)
        made.append((wallet, settings, transport))
        return transport
    }
}
