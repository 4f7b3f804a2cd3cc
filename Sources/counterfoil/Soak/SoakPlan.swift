/// What a soak is to be.
struct SoakPlan: Sendable {
    let seed: UInt64
    let minutes: Double
    let tills: Int
    let servers: Int
    let isOnPostgres: Bool
    /// Whether the database is the soak's own, and is made to fall, too.
    let isClusterOwn: Bool
    let restarts: SoakRestarts

    /// The same again; the database's address is left out, since it may hold a password.
    var command: String {
        var command = "counterfoil soak --minutes \(minutes) --seed \(seed) --tills \(tills)"
        if isOnPostgres {
            command += (isClusterOwn ? " --cluster" : " --database …") + " --servers \(servers)"
        }
        if restarts != .killed { command += " --restarts \(restarts.rawValue)" }
        return command
    }
}
