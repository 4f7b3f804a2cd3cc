// What can be wrong with a database server, told apart by what an operator does about it. No
// password is in any of them.

/// Why a database server cannot be used.
package enum ServerProblem: Equatable, Sendable {
    /// The user is not known, or has another password.
    case signInRefused(user: String)
    /// Nobody answers there, or not as a server that we may trust: its address, and what was met.
    case absent(address: String, reason: String)
    case noSuchDatabase(name: String)
    /// It answers, and may only be read: a standby.
    case readOnly(address: String)
    case tooManyConnections
    case diskFull
    /// A statement, or its wait for a lock, took longer than is allowed.
    case tooSlow
    /// The user lacks a right, as the server names it.
    case notPermitted(reason: String)
    /// The server, or the database, is not set up as we need it.
    case unfit(Unfit)

    package enum Unfit: Equatable, Sendable {
        /// Before version 13.
        case tooOld(version: String)
        /// `fsync` is off: what is committed would not survive the power.
        case notDurable
        /// Texts are not kept as UTF-8, or not put in order by their bytes, as the other engine does.
        case encodingOrOrder
        /// The connection string cannot be read; it is not quoted, since it may hold a password.
        case connectionString
    }
}
