// Finding goods by what a cashier has in hand, and the lot to sell from.

import Persistence
import Retail
import Testing

@Suite struct ProductTests {
    @Test(
        "Found by code with or without its zeros, or by EAN-13",
        arguments: Engine.all,
        [
            ("0001", "0001"), ("1", "0001"), ("12", "0012"), ("6901234500016", "0001"),
            ("00001", nil), ("", nil), ("藿", nil), ("6901234500017", nil), ("%", nil),
            ("' OR 1=1 --", nil), ("0001\n", nil),
        ] as [(String, String?)])
    func find(_ engine: Engine, _ row: (entry: String, code: String?)) async throws {
        try await engine.withShop { database in
            let found = try await database.read { try ProductTable.find(row.entry, in: $0) }
            #expect(found?.code == row.code)
            let expected = try Shop.products().first { $0.code == row.code }
            #expect(found == expected)
        }
    }

    @Test(
        "Searched by name, initials, code and EAN-13, best first; wildcards and quotes are letters",
        arguments: Engine.all,
        [
            ("藿香", ["0001"]), ("口服液", ["0001"]), ("hxzq", ["0001"]), ("HXZQ", ["0001"]),
            ("zq", ["0001"]), ("jz", ["0002"]), ("0002", ["0002"]),
            ("000", ["0001", "0002", "0003", "0004"]),
            ("690", ["0001", "0002", "0004"]), ("6901234500023", ["0002"]),
            ("s", ["0003", "0004", "0012"]),
            ("%", ["0003"]), ("100%", ["0003"]), ("_", ["0004"]), ("肾_益", ["0004"]),
            ("0_%", []), ("'", ["0012"]), ("\"tea\"", ["0012"]), ("O'BRIEN", ["0012"]),
            ("\\", []), ("\\%", []), ("'; DROP TABLE product; --", []), ("没有这个", []),
            ("😷", []),
        ] as [(String, [String])])
    func search(_ engine: Engine, _ row: (query: String, codes: [String])) async throws {
        try await engine.withShop { database in
            let found = try await database.read {
                try ProductTable.search(row.query, limit: 10, in: $0)
            }
            #expect(found.map(\.code) == row.codes)
        }
    }

    @Test("A whole code goes before one whose zeros were left out", arguments: Engine.all)
    func wholeCode(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try ProductTable.insert(Shop.product("12", "姜茶", "jc"), in: transaction)
            }
            for (entry, code) in [("12", "12"), ("0012", "0012"), ("012", "0012")] {
                let found = try await database.read { try ProductTable.find(entry, in: $0) }
                #expect(found?.code == code)
            }
        }
    }

    @Test(
        "Capitals are small letters, on either side", arguments: Engine.all,
        ["gmlk", "GMLK", "Gm", "kf77", "KF77", "kf7", "granules", "Granules"])
    func capitals(_ engine: Engine, _ query: String) async throws {
        try await engine.withShop { database in
            let found = try await database.write { transaction in
                let product = Shop.product("KF77", "感冒灵 Granules", "GMLKL")
                try ProductTable.insert(product, in: transaction)
                return try ProductTable.search(query, limit: 10, in: transaction)
            }
            #expect(found.map(\.code) == ["KF77"])
        }
    }

    @Test("What was typed in full comes first, then what begins with it", arguments: Engine.all)
    func searchOrder(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                for product in [
                    Shop.product("0100", "甲硝唑", "zzab"), Shop.product("0200", "x", "ab"),
                    Shop.product("ab", "y", "y"), Shop.product("0300", "z", "abc"),
                    Shop.product("ab9", "w", "w"),
                ] {
                    try ProductTable.insert(product, in: transaction)
                }
                let found = try ProductTable.search("ab", limit: 10, in: transaction)
                #expect(found.map(\.code) == ["ab", "0200", "0300", "0100", "ab9"])
                let two = try ProductTable.search("ab", limit: 2, in: transaction)
                #expect(two.map(\.code) == ["ab", "0200"])
            }
        }
    }

    @Test(
        "The lot that expires first, with stock before without, never locked or expired",
        arguments: Engine.all)
    func firstExpiredFirstOut(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let (store, other) = (try Shop.store(), try Shop.store("0102"))
                func lot(
                    _ number: String, _ expires: String, isLocked: Bool = false, stock: Int64 = 5,
                    of product: String = "0001", in place: StoreID? = nil
                ) throws {
                    try ProductTable.insert(
                        Lot(
                            number: number, expiresOn: try Shop.date(expires), isLocked: isLocked,
                            stock: stock), of: product, store: place ?? store, in: transaction)
                }
                func sold(on date: String, of product: String = "0001") throws -> String? {
                    try ProductTable.sellableLot(
                        of: product, store: store, on: try Shop.date(date), in: transaction
                    )?.number
                }
                #expect(try sold(on: "2026-11-23") == nil)
                try lot("expired", "2026-11-22")
                try lot("locked", "2026-11-24", isLocked: true)
                try lot("elsewhere", "2026-11-25", in: other)
                try lot("others", "2026-11-25", of: "0002")
                #expect(try sold(on: "2026-11-23") == nil)

                try lot("empty", "2026-12-01", stock: 0)
                #expect(try sold(on: "2026-11-23") == "empty")
                try lot("late", "2027-06-30")
                #expect(try sold(on: "2026-11-23") == "late")
                try lot("early-b", "2027-01-31")
                try lot("early-a", "2027-01-31", stock: 1)
                #expect(try sold(on: "2026-11-23") == "early-a")
                // The day printed on the box is still a good day.
                #expect(try sold(on: "2027-01-31") == "early-a")
                #expect(try sold(on: "2027-02-01") == "late")
                #expect(try sold(on: "2027-07-01") == nil)

                try ProductTable.take(
                    1, lot: "early-a", of: "0001", store: store, in: transaction)
                #expect(try sold(on: "2026-11-23") == "early-b")
                // Stock is what the books say, and they may be behind the shelf.
                try ProductTable.take(
                    9, lot: "early-b", of: "0001", store: store, in: transaction)
                #expect(try sold(on: "2026-11-23") == "late")
            }
        }
    }
}
