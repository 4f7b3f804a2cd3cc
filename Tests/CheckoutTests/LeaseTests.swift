// A worker's beat is a synced write, so it is written once a second and not at each look of the sweep;
// and it never pauses while the process lives.

import Checkout
import Persistence
import Retail
import Testing

@Suite struct LeaseTests {
    @Test("P4 in ten seconds of looking a worker beats ten times, and never pauses for longer")
    func beats() async throws {
        try await withShop { shop in
            let server = try Server(shop, "server")
            try await server.sweep.prepare()
            let before = server.database.writes
            var last: Timestamp?
            var changedAt = shop.clock.now
            for _ in 0..<50 {
                shop.clock.advance(by: .milliseconds(200))
                await server.sweep.run()
                let beat = try await shop.read { try Workers.beats(in: $0)["server"] }
                if beat != last { changedAt = shop.clock.now }
                #expect(beat != nil)
                last = beat
                #expect(shop.clock.now.since(changedAt) < .seconds(1))
            }
            // Nine or ten beats, and one write that strikes the shop's own silent process.
            #expect((9...11).contains(server.database.writes - before))
        }
    }

    @Test("A clock that was set back does not keep a worker from beating")
    func clockSetBack() async throws {
        try await withShop { shop in
            let server = try Server(shop, "server")
            await server.sweep.run()
            let before = server.database.writes
            shop.clock.set(afternoon.advanced(by: .hours(-1)))
            await server.sweep.run()
            #expect(server.database.writes == before + 1)
        }
    }

    @Test("P4 a silent worker is struck out once it has been seen silent for four seconds")
    func struck() async throws {
        try await withShop { shop in
            try await shop.write { transaction in
                // By its own words it is alive for ever, and by the observer's clock it never was.
                try Workers.renew("silent", until: Timestamp(microseconds: .max), in: transaction)
                try Workers.renew("old", until: Timestamp(microseconds: 0), in: transaction)
            }
            let server = try Server(shop, "server")
            try await shop.pass(.seconds(4), with: server)
            #expect(try await shop.workers() == ["old", "server", "silent", "worker-1"])
            try await shop.pass(.seconds(1), with: server)
            #expect(try await shop.workers() == ["server"])
        }
    }

    @Test(
        "A worker that beats is alive, whatever its clock says and wherever it jumps",
        arguments: [3_600, -3_600, 1] as [Int64])
    func otherClock(_ step: Int64) async throws {
        try await withShop { shop in
            let server = try Server(shop, "server")
            for second in Int64(0)..<20 {
                try await shop.write { transaction in
                    try Workers.renew(
                        "other", until: afternoon.advanced(by: .seconds(second * step)),
                        in: transaction)
                }
                try await shop.pass(.seconds(1), with: server)
                #expect(try await shop.workers().contains("other"))
            }
        }
    }

    @Test("A worker that was struck out and lives announces itself again")
    func struckAlive() async throws {
        try await withShop { shop in
            let server = try Server(shop, "server")
            try await shop.pass(.seconds(2), with: server)
            try await shop.write { try Workers.strikeAll(in: $0) }
            try await shop.pass(.seconds(1), with: server)
            #expect(try await shop.workers() == ["server"])
        }
    }
}
