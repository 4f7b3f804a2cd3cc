// Where a soak's servers keep everything: a file in its folder, a schema of its own in somebody's
// database, or a cluster of its own.

internal import Foundation

enum SoakDatabase: Sendable {
    case file
    case schema(BorrowedSchema)
    case cluster(SoakCluster)

    /// *Errors*: the database's, or `ClusterFailure`.
    static func make(at url: String?, hasCluster: Bool) async throws -> SoakDatabase {
        if hasCluster { return .cluster(try await SoakCluster.make()) }
        guard let url else { return .file }
        return .schema(try await BorrowedSchema.make(in: url))
    }

    var cluster: SoakCluster? {
        guard case .cluster(let cluster) = self else { return nil }
        return cluster
    }

    /// For the servers: not on the command line, where everybody could read it.
    var environment: [String: String] {
        switch self {
        case .file: [:]
        case .schema(let schema): schema.environment
        case .cluster(let cluster): ["COUNTERFOIL_DATABASE_URL": cluster.url]
        }
    }

    /// Removes it, or answers where what is in it can still be found.
    func leave(isKept: Bool, folder: URL) async -> String? {
        switch self {
        case .file: return nil
        case .schema(let schema) where isKept: return "schema \(schema.name)"
        case .schema(let schema):
            try? await schema.drop()
            return nil
        case .cluster(let cluster):
            defer { cluster.stop() }
            guard isKept else { return nil }
            let dump = folder.appendingPathComponent("store.sql")
            cluster.dump(to: dump)
            return dump.path
        }
    }
}
