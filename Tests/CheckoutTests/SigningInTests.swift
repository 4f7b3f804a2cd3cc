// Who may stand at which register, and for how long.

import Checkout
import Dispatch
import Persistence
import Retail
import Testing

@Suite struct SigningInTests {
    @Test("A person signs in with the PIN at a register of their store, for a shift")
    func session() async throws {
        try await withShop { shop in
            let counter = try shop.process.counter
            let session = try await signIn(shop, "1007")
            #expect(session.staff.name == "陈小满")
            #expect(try await counter.session(tokenHash: "hash-1007")?.register.digits == "01")
            #expect(try await counter.session(tokenHash: "hash-nobody") == nil)
            shop.clock.advance(by: .hours(14))
            #expect(try await counter.session(tokenHash: "hash-1007") == nil)
        }
    }

    @Test("Signing out ends the session; another one's goes on")
    func signOut() async throws {
        try await withShop { shop in
            let counter = try shop.process.counter
            _ = try await signIn(shop, "1007")
            _ = try await signIn(shop, "1012")
            try await counter.signOut(tokenHash: "hash-1007")
            #expect(try await counter.session(tokenHash: "hash-1007") == nil)
            #expect(try await counter.session(tokenHash: "hash-1012") != nil)
        }
    }

    @Test("A wrong PIN, a stranger and another store's people hear the same sentence")
    func wrong() async throws {
        try await withShop { shop in
            await #expect(throws: OperatorNotice.signInWrong) {
                try await signIn(shop, "1007", pin: "000000")
            }
            await #expect(throws: OperatorNotice.signInWrong) { try await signIn(shop, "7777") }
            await #expect(throws: OperatorNotice.signInWrong) { try await signIn(shop, "1107") }
            await #expect(throws: OperatorNotice.signInWrong) {
                try await signIn(shop, "1007", pin: String(repeating: "9", count: 65))
            }
            await #expect(throws: OperatorNotice.notFoundHere(what: "0101-09")) {
                try await signIn(shop, "1007", register: "09")
            }
            // Finance works for the whole chain.
            _ = try await signIn(shop, "1900")
            #expect(try await shop.count("session") == 1)
        }
    }

    @Test("The lock stays for longer after each further wrong PIN, up to a quarter of an hour")
    func locked() async throws {
        try await withShop { shop in
            for _ in 0..<5 {
                await #expect(throws: OperatorNotice.signInWrong) {
                    try await signIn(shop, "1007", pin: "wrong")
                }
            }
            for seconds in [Int64(30), 60, 120, 240, 480, 900, 900] {
                let until = shop.clock.now.advanced(by: .seconds(seconds))
                await #expect(throws: OperatorNotice.signInLocked(until: until)) {
                    try await signIn(shop, "1007")
                }
                shop.clock.set(until)
                await #expect(throws: OperatorNotice.signInWrong) {
                    try await signIn(shop, "1007", pin: "wrong")
                }
            }
            _ = try await signIn(shop, "1012")
        }
    }

    @Test("Guesses made at the same time come to no more than guesses made one by one")
    func guessesAtOnce() async throws {
        try await withShop { shop in
            let before = try shop.process.driver
            var surroundings = before.surroundings
            let (reached, continuation) = AsyncStream.makeStream(of: Void.self)
            let go = DispatchSemaphore(value: 0)
            // Hashing takes its time: the right guess is being hashed while five wrong ones end.
            surroundings.pinMatches = { pin, hash in
                guard pin == hash else { return false }
                continuation.yield()
                go.wait()
                return true
            }
            let counter = Counter(
                driver: PaymentDriver(
                    database: before.database, channels: before.channels,
                    surroundings: surroundings, news: shop.news, settings: shop.settings,
                    worker: before.worker, background: before.background,
                    health: ChannelHealth(), logger: before.logger))
            let (store, register) = (try StoreID("0101"), try RegisterID("01"))
            let staff = try StaffID("1001")
            let right = Task {
                try await counter.signIn(
                    staff, pin: Fixture.pin(of: "1001"), store: store, register: register,
                    tokenHash: "hash")
            }
            for await _ in reached { break }
            for _ in 0..<5 {
                await #expect(throws: OperatorNotice.signInWrong) {
                    try await signIn(shop, "1001", pin: "wrong")
                }
            }
            go.signal()
            let until = shop.clock.now.advanced(by: .seconds(30))
            await #expect(throws: OperatorNotice.signInLocked(until: until)) {
                try await right.value
            }
            #expect(try await shop.count("session") == 0)
        }
    }

    @discardableResult
    private func signIn(
        _ shop: Shop, _ staff: String, pin: String? = nil, register: String = "01"
    ) async throws -> Session {
        try await (try shop.process).counter.signIn(
            StaffID(staff), pin: pin ?? Fixture.pin(of: staff), store: StoreID("0101"),
            register: RegisterID(register), tokenHash: "hash-\(staff)")
    }
}
