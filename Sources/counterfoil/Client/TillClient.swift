// A till without a screen: the calls of docs/reference/till-api.md, by a signed-in person.

internal import Foundation

struct TillClient: Sendable {
    let web: WebClient

    init(base: String) {
        web = WebClient(base: base)
    }

    func signIn(staff: String, pin: String, store: String, register: String) async throws {
        let answer = try await web.send(
            "POST", "/api/session",
            [
                "staff": .text(staff), "pin": .text(pin), "store": .text(store),
                "register": .text(register),
            ])
        guard answer.status == 200 else { throw TillRefusal(answer) }
    }

    /// The till as it is.
    func till() async throws -> JSON {
        let answer = try await web.send("GET", "/api/till")
        guard answer.status == 200 else { throw TillRefusal(answer) }
        return answer.json
    }

    /// An act; answers the till after it.
    ///
    /// *Errors*: `TillRefusal`.
    func act(_ path: String, _ body: JSON, key: String? = nil) async throws -> JSON {
        let answer = try await web.send("POST", "/api/" + path, body, key: key)
        guard answer.status == 200 else { throw TillRefusal(answer) }
        return answer.json
    }

    /// Rings up goods on a new sale; answers the sale's id.
    func ringUp(_ lines: [(code: String, quantity: Int64)]) async throws -> String {
        var sale = ""
        for line in lines {
            var body: [String: JSON] = [
                "entry": .text(line.code), "quantity": .integer(line.quantity),
            ]
            if !sale.isEmpty { body["sale"] = .text(sale) }
            sale = try await act("sale/lines", .object(body)).sale.id.text ?? sale
        }
        return sale
    }

    /// Begins a payment by a customer's code (41).
    func pay(_ sale: String, code: String) async throws -> JSON {
        try await act("sale/payments", ["sale": .text(sale), "code": .text(code)])
    }

    /// Puts a paid order on the sale by its number (42).
    func supplement(_ sale: String, number: String) async throws -> JSON {
        try await act("sale/supplements", ["sale": .text(sale), "number": .text(number)])
    }

    func cash(_ sale: String, receivedFen: Int64) async throws -> JSON {
        try await act(
            "sale/cash", ["sale": .text(sale), "receivedFen": .integer(receivedFen)])
    }

    /// F9.
    func complete(_ sale: String) async throws -> JSON {
        try await act("sale/completion", ["sale": .text(sale)])
    }

    /// The receipt in plain text.
    func receipt(_ sale: String) async throws -> String {
        try await web.send("GET", "/api/sales/\(sale)/receipt.txt").text
    }

    /// The till, asked until it is as wanted or the seconds are over.
    func wait(seconds: Int, until isDone: (JSON) -> Bool) async throws -> JSON {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let till = try await till()
            if isDone(till) || ContinuousClock.now >= end { return till }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// The server's refusal, in its own words.
struct TillRefusal: Error, CustomStringConvertible {
    let status: Int
    let code: String
    let notice: JSON

    init(_ answer: WebClient.Answer) {
        self.init(answer.status, answer.json)
    }

    init(_ status: Int, _ body: JSON) {
        self.status = status
        notice = body.error
        code = notice.code.text ?? "HTTP \(status)"
    }

    var description: String {
        "\(code) \(notice.zh.text ?? "") / \(notice.en.text ?? "") → \(notice.nextZh.text ?? "")"
    }
}

extension JSON {
    /// The last tender of the sale, and its attempt, in a till's answer.
    var tender: JSON { self["sale"]["tenders"].array.last ?? .null }
    var attempt: JSON { tender["attempt"] }
}
