// A connection string taken apart by libpq itself, so that what its manual says holds here: several
// hosts, TLS, password files. The hosts are tried one by one, since libpq tells what the server
// answered (and not only that it did) while a connection is made by steps.

internal import CPQ
internal import Persistence

/// One server of a connection string, with everything that libpq is to be told.
struct PostgresAddress: Equatable {
    /// `host:port`, for people; without user and password.
    let name: String
    let user: String
    let database: String
    let parameters: [String: String]

    /// The servers of a connection string, in its order.
    ///
    /// *Errors*: `DatabaseError.server` when it cannot be read; it is not quoted.
    static func all(_ settings: PostgresSettings) throws(DatabaseError) -> [PostgresAddress] {
        var given = try parse(settings.url)
        let hosts = list(given.removeValue(forKey: "host"))
        let addresses = list(given.removeValue(forKey: "hostaddr"))
        let ports = list(given.removeValue(forKey: "port"))
        let count = max(1, hosts.count, addresses.count)
        guard ports.count <= 1 || ports.count == count else { throw unreadable }
        for (name, value) in fixed(settings) where given[name] == nil { given[name] = value }
        // Never another: a server that only reads would take no sale.
        given["target_session_attrs"] = "read-write"
        given["client_encoding"] = "UTF8"
        return (0..<count).map { index in
            var parameters = given
            parameters["host"] = index < hosts.count ? hosts[index] : nil
            parameters["hostaddr"] = index < addresses.count ? addresses[index] : nil
            parameters["port"] =
                ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : nil
            let host = parameters["host"] ?? parameters["hostaddr"] ?? "localhost"
            let user = given["user"] ?? ""
            return PostgresAddress(
                name: "\(host):\(parameters["port"] ?? "5432")", user: user,
                database: given["dbname"] ?? user, parameters: parameters)
        }
    }

    /// A dead machine is noticed in seconds, not in the two hours of TCP's own default.
    private static func fixed(_ settings: PostgresSettings) -> [String: String] {
        [
            "keepalives": "1", "keepalives_idle": "5", "keepalives_interval": "2",
            "keepalives_count": "3",
            "tcp_user_timeout": "\(settings.statementMilliseconds)",
            "application_name": "counterfoil",
        ]
    }

    private static func list(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    private static var unreadable: DatabaseError {
        .server(.unfit(.connectionString))
    }

    private static func parse(_ url: String) throws(DatabaseError) -> [String: String] {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"),
            let options = unsafe PQconninfoParse(url, nil)
        else { throw unreadable }
        defer { unsafe PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                values[unsafe String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return values
    }
}
