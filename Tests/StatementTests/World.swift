// A day at the wallets: the network's ledger and plays in memory under a clock of the test's own,
// and the clients' requests carried to them as bytes. What the two sides share is only what goes
// over the wire.

import ChannelSimulators
import Channels
import Payments
import Retail
import Synchronization

final class World: Sendable {
    struct Unusable: Error {}

    private let clock = Mutex(Timestamp(microseconds: 0))
    private let seed = Mutex(UInt64(5))
    private let twists = Mutex((statement: Twist.none, file: Twist.none))
    private let serial = Mutex(0)
    let credentials: Credentials
    private let books: Mutex<Books?>

    /// Keys take a while to find.
    private static let shared = Result { try Credentials.make() }

    init() throws {
        credentials = try World.shared.get()
        books = Mutex(nil)
        let surroundings = Books.Surroundings(
            now: { self.now },
            entropy: {
                self.seed.withLock { seed in
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return seed >> 3
                }
            },
            sleep: { _ in })
        books.withLock { $0 = Books(Ledger(), surroundings: surroundings) }
        try set("2026-11-25 09:00:00")
    }

    var now: Timestamp { clock.withLock { $0 } }

    func set(_ text: String) throws {
        let time = try CivilTime(spaced: text).timestamp
        clock.withLock { $0 = time }
    }

    func pass(_ pause: Pause) {
        clock.withLock { $0 = $0.advanced(by: pause) }
    }

    /// The next statement is bent so; the next file, so.
    func twist(_ statement: Twist, file: Twist = .none) {
        twists.withLock { $0 = (statement, file) }
    }

    private func open() throws -> Books {
        guard let books = books.withLock({ $0 }) else { throw Unusable() }
        return books
    }

    // What merchants do.

    /// Pays, and says under which number.
    func pay(_ wallet: ChannelSimulators.Wallet, _ fen: Int64, _ subject: String = "药品") throws
        -> String
    {
        pass(.seconds(10))
        let account = wallet == .wechat ? "lin" : "zhou"
        let number = serial.withLock { serial in
            serial += 1
            return "P\(serial)"
        }
        let books = try open()
        let entropy = books.entropy()
        let isPaid = books.change { ledger, now -> Bool in
            guard
                let code = ledger.issueCode(
                    account: account, wallet: wallet, entropy: entropy, at: now),
                let order = try? ledger.pay(
                    ChannelSimulators.PayRequest(
                        key: OrderKey(wallet: wallet, number: number), code: code.digits,
                        amount: Money(fen: fen), subject: subject, details: "0101",
                        attachment: "", payableUntil: now.advanced(by: .minutes(5))), at: now)
            else { return false }
            return order.state == .paid
        }
        guard isPaid else { throw Unusable() }
        return number
    }

    func refund(_ wallet: ChannelSimulators.Wallet, _ number: String, _ fen: Int64, as name: String)
        throws
    {
        pass(.seconds(10))
        let isDone = try open().change { ledger, now in
            (try? ledger.refund(
                ChannelSimulators.RefundRequest(
                    order: OrderKey(wallet: wallet, number: number), number: name,
                    amount: Money(fen: fen)), at: now)) != nil
        }
        guard isDone else { throw Unusable() }
    }

    func reverse(_ wallet: ChannelSimulators.Wallet, _ number: String) throws {
        pass(.seconds(10))
        let result = try open().change {
            $0.reverse(OrderKey(wallet: wallet, number: number), at: $1)
        }
        guard case .returned = result else { throw Unusable() }
    }

    // The wire.

    private func reply(to request: HTTPRequest) throws -> Reply {
        let books = try open()
        let (statement, file) = twists.withLock { $0 }
        let target = String(request.url.dropFirst(World.base.count))
        let wechat = WeChatPlay(credentials: credentials, books: books)
        if target == "/pay/downloadbill" {
            return wechat.reply(to: request.body.value, call: .statement, twist: statement)
        }
        let asked = WeChatV3Request(
            method: request.method.rawValue, target: target,
            authorization: request.headers.value.only("Authorization") ?? "", body: [],
            base: World.base)
        let v3 = WeChatV3Play(credentials: credentials, books: books)
        if target.hasPrefix("/v3/bill/tradebill") {
            return v3.reply(to: asked, call: .statement, name: "", twist: statement)
        }
        if target.hasPrefix("/v3/billdownload") { return v3.statementFile(to: asked, twist: file) }
        let alipay = AlipayPlay(credentials: credentials, books: books)
        if let query = target.split(separator: "?").last, target.hasPrefix("/downloadBillFile") {
            return alipay.statementFile(query: String(query))
        }
        if target.hasPrefix(BestPayPlay.filePath) {
            let name = target.split(separator: "/").last.map(String.init) ?? ""
            return BestPayPlay(credentials: credentials, books: books)
                .statementFile(named: name, statement)
        }
        if target == UnionPayPlay.filePath {
            return UnionPayPlay(credentials: credentials, books: books).reply(
                to: UnionPayPlay.fields(request.body.value), call: .statement, twist: statement)
        }
        guard target == "/gateway.do" else { throw Unusable() }
        return alipay.reply(
            to: AlipayPlay.fields(query: "", form: request.body.value), twist: statement,
            base: World.base)
    }

    static let base = "http://127.0.0.1:9"

    var transport: HTTPTransport {
        HTTPTransport { request in
            guard let reply = try? self.reply(to: request) else {
                return .neverSent(detail: "no such address")
            }
            return .answered(
                status: reply.status, body: reply.body,
                headers: reply.headers.map { HTTPHeader($0.key, $0.value) })
        }
    }

    /// Files come in pieces of so many bytes; before the first, so much time passes.
    func downloads(pieces: Int = 1_000, after pause: Pause = .zero) -> HTTPDownloads {
        HTTPDownloads { request in
            self.pass(pause)
            guard let reply = try? self.reply(to: request) else {
                return HTTPDownload(next: { .failed(.neverSent(detail: "no such address")) })
            }
            let body = reply.body
            let parts = stride(from: 0, to: body.count, by: pieces).map {
                HTTPPart.bytes(Array(body[$0..<min($0 + pieces, body.count)]))
            }
            let left = Mutex([.head(status: reply.status, headers: [])] + parts + [HTTPPart.end])
            return HTTPDownload(next: {
                left.withLock { $0.count > 1 ? $0.removeFirst() : .end }
            })
        }
    }
}
