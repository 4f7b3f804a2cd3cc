// Two servers, one database: whatever one of them is told, the other one knows.

import Checkout
import DemoChain
import Foundation
import Glibc
import Testing

@testable import counterfoil

@Suite struct TwoServersTests {
    @Test("A sale is rung up, paid and posted with each request at the other server")
    func inTurn() async throws {
        try await House.with { house in
            let alternator = try Alternator(to: [try house.server().port, try house.server().port])
            defer { alternator.close() }
            let till = TillClient(base: alternator.base)
            try await till.signIn()
            for round in 1...3 {
                var last = alternator.last
                func expectTheOther() {
                    #expect(alternator.last != last)
                    last = alternator.last
                }
                let sale = try await till.ringUp([(code: "6990000010212", quantity: 1)])
                expectTheOther()
                _ = try await till.act("sale/checkout", ["sale": .text(sale)])
                expectTheOther()
                _ = try await till.cash(sale, receivedFen: 2_000)
                expectTheOther()
                let posted = try await till.complete(sale)
                expectTheOther()
                #expect(posted.lastPosted.sale.text == sale)
                let number = posted.lastPosted.receiptNumber.text ?? ""
                #expect(number.hasSuffix("-000\(round)"))
            }
            #expect(try !house.log().contains(" error "))
        }
    }

    @Test("An act under one key is done once, whichever server is asked again")
    func oneKey() async throws {
        try await House.with { house in
            let tills = [try house.server(), try house.server()].map { TillClient(base: $0.base) }
            for till in tills { try await till.signIn() }
            let body: JSON = ["entry": "6990000010212", "quantity": 1]
            var sales: Set<String?> = []
            for till in tills + tills {
                let after = try await till.act("sale/lines", body, key: "one-key")
                #expect(after["sale"]["lines"].array.count == 1)
                sales.insert(after.sale.id.text)
            }
            #expect(sales.count == 1)
        }
    }

    @Test("Wrong PINs are counted by all servers together")
    func wrongPINs() async throws {
        try await House.with { house in
            let tills = [try house.server(), try house.server()].map { TillClient(base: $0.base) }
            var codes: [String] = []
            for turn in 0..<6 {
                do {
                    try await tills[turn % 2].signIn(
                        staff: "1007", pin: "0000", store: "0101", register: "02")
                } catch let refusal as TillRefusal {
                    codes.append("\(refusal.status)")
                }
            }
            #expect(codes == ["403", "403", "403", "403", "403", "429"])
            await #expect(throws: TillRefusal.self) { try await tills[1].signIn() }
        }
    }

    @Test("What one server does, a page at the other one is shown at once")
    func liveLine() async throws {
        try await House.with { house in
            let (here, there) = (try house.server(), try house.server())
            let till = TillClient(base: here.base)
            try await till.signIn()
            let line = try LiveLine(at: there.port)
            defer { line.close() }
            #expect(try await line.next(within: 60) != nil)
            let sale = try await till.ringUp([(code: "6990000010212", quantity: 1)])
            // By itself the line would say nothing for as long as nothing is open.
            let end = ContinuousClock.now + .seconds(60)
            var shown: String?
            while shown != sale, ContinuousClock.now < end {
                shown = try await line.next(within: 60)?.sale.id.text
            }
            #expect(shown == sale)
        }
    }
}

/// A page's live line, over a socket in one's own hand.
final class LiveLine {
    private let socket: Int32
    private var unread: [UInt8] = []
    private var end = ContinuousClock.now + .seconds(30)

    /// Signs another person in at the store, and listens.
    init(at port: UInt16) throws {
        guard let socket = Loopback.connect(to: port) else { throw CheckFailure("no connection") }
        self.socket = socket
        let body = #"{"staff":"1012","pin":"\#(DemoChain.pin)","store":"0101","register":"02"}"#
        let signIn = """
            POST /api/session HTTP/1.1\r\nHost: till\r\nIdempotency-Key: line\r
            Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
            """
        _ = Loopback.send(Array(signIn.utf8)[...], to: socket)
        let head = try more(until: "\r\n\r\n")
        let cookie = try #require(head.firstMatch(of: /(?i)set-cookie: ([^;]+)/)).output.1
        let request = "GET /api/till/events HTTP/1.1\r\nHost: till\r\nCookie: \(cookie)\r\n\r\n"
        _ = Loopback.send(Array(request.utf8)[...], to: socket)
    }

    func close() {
        shutdown(socket, Int32(SHUT_RDWR))
        Glibc.close(socket)
    }

    /// The next till that is sent; nil when none comes in time, or the line has ended.
    func next(within seconds: Int) async throws -> JSON? {
        end = ContinuousClock.now + .seconds(seconds)
        guard (try? more(until: "event: till\ndata: ")) != nil,
            let text = try? more(until: "\n\n")
        else { return nil }
        return try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }

    private func more(until mark: String) throws -> String {
        var room = [UInt8](repeating: 0, count: 65_536)
        let mark = Array(mark.utf8)
        while true {
            if let range = unread.firstRange(of: mark) {
                defer { unread.removeFirst(range.upperBound) }
                return String(decoding: unread[..<range.lowerBound], as: UTF8.self)
            }
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            guard left > 0, unsafe poll(&waiting, 1, Int32(left) + 1) > 0,
                let bytes = Loopback.receive(from: socket, into: &room)
            else { throw CheckFailure("the line ended") }
            unread += bytes
        }
    }
}
