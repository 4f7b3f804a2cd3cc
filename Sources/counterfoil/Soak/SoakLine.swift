// The line between a till and the server, as bad as lines are: an answer may be lost, and then the same
// act is repeated under its key until somebody answers. Nothing here waits for ever.

internal import Foundation

/// A person at a register.
struct SoakPlace: Sendable {
    let store: String
    let register: String
    let staff: String
    /// Who may approve at this store.
    let manager: String

    /// The registers of the demo chain, store by store in turn.
    static let all = [
        SoakPlace(store: "0101", register: "02", staff: "1007", manager: "1001"),
        SoakPlace(store: "0102", register: "01", staff: "1107", manager: "1101"),
        SoakPlace(store: "0201", register: "01", staff: "1207", manager: "1201"),
        SoakPlace(store: "0101", register: "01", staff: "1012", manager: "1001"),
        SoakPlace(store: "0102", register: "02", staff: "1112", manager: "1101"),
        SoakPlace(store: "0201", register: "02", staff: "1800", manager: "1201"),
    ]

    static let finance = SoakPlace(
        store: "0101", register: "01", staff: "1900", manager: "1001")
}

struct SoakLine: Sendable {
    /// Longer than the server's own longest wait: 42 asks a wallet twice, 10 s each.
    private static let answerMax = Duration.seconds(25)
    /// Longer than any restart; a cashier would have called by then.
    private static let patience = Duration.seconds(60)

    let place: SoakPlace
    let web: SoakWire
    let tally: SoakTally
    let pin: String

    /// `bases` are the servers, and each request goes to the next one.
    ///
    /// *Errors*: `SoakSilence` when one is no address.
    init(_ bases: [String], _ place: SoakPlace, tally: SoakTally, pin: String) throws {
        web = try SoakWire(bases)
        self.place = place
        self.tally = tally
        self.pin = pin
    }

    func signIn() async throws {
        _ = try await persist("POST", "/api/session", key: UUID().uuidString) {
            [
                "staff": .text(place.staff), "pin": .text(pin), "store": .text(place.store),
                "register": .text(place.register),
            ]
        }
    }

    /// The till as it is.
    func till() async throws -> JSON {
        let till = try await get("/api/till")
        tally.note(till)
        return till
    }

    /// Anything to read.
    ///
    /// *Errors*: `TillRefusal`, `SoakSilence`.
    func get(_ path: String) async throws -> JSON {
        try await persist("GET", path, key: nil) { nil }
    }

    /// An act under one key; with `patience` the first answer is not waited for.
    ///
    /// *Errors*: `TillRefusal`; `SoakSilence` when nobody answered at all, and the sale is uncertain.
    func act(
        _ path: String, _ body: [String: JSON], key: String, firstAnswer: Duration? = nil
    ) async throws -> JSON {
        do {
            let till = try await persist("POST", "/api/" + path, key: key, first: firstAnswer) {
                .object(body)
            }
            tally.note(till)
            return till
        } catch let silence as SoakSilence {
            if let sale = body["sale"]?.text { tally.uncertain(sale) }
            tally.count { $0.gaveUp += 1 }
            throw silence
        }
    }

    private func persist(
        _ method: String, _ path: String, key: String?, first: Duration? = nil,
        body: () -> JSON?
    ) async throws -> JSON {
        let (web, body, end) = (web, body(), ContinuousClock.now + SoakLine.patience)
        var limit = first ?? SoakLine.answerMax
        var isRepeated = false
        while true {
            try Task.checkCancellation()
            do {
                let answer = try await web.send(method, path, body, key: key, within: limit)
                switch answer.status {
                case 200..<300: return answer.json
                case 401 where path != "/api/session": try await signIn()
                case 400..<500: throw TillRefusal(answer.status, answer.json)
                default: tally.failed("HTTP \(answer.status) \(path)")
                }
            } catch let refusal as TillRefusal {
                throw refusal
            } catch {
                try Task.checkCancellation()
                tally.count { $0.lostAnswers += 1 }
            }
            guard ContinuousClock.now < end else {
                tally.failed("no answer \(path)")
                throw SoakSilence()
            }
            if method == "POST", !isRepeated {
                isRepeated = true
                tally.count { $0.repeated += 1 }
            }
            limit = SoakLine.answerMax
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
