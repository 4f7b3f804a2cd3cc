// The run itself: a suite that was asked for on one engine and ran on the other would prove nothing.

import DatabaseForTests
import Persistence
import Testing

@Suite struct EngineTests {
    @Test("The flows run on the engine that was asked for")
    func asked() async throws {
        let engine = try TestEngine.asked()
        try await withShop { shop in
            let dialect = try await shop.read { transaction in transaction.dialect }
            #expect(dialect == engine.dialect)
        }
    }
}
