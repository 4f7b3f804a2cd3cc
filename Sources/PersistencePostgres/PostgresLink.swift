// One connection, as libpq has it. This file and its extensions are the only ones that speak C;
// what they hand out is copied first.
//
// Trap: a machine that vanished, or a server that was stopped, sends nothing. libpq would wait for
// ever, so each wait here has an end of its own.

internal import CPQ
internal import Glibc
internal import Persistence

@safe
final class PostgresLink {
    let connection: OpaquePointer
    let address: PostgresAddress
    /// How long the server may be silent, in milliseconds; nil while something may take as long as
    /// it takes.
    var silenceMilliseconds: Int64?

    /// Connects to one server.
    ///
    /// *Errors*: `PostgresFailure`, with what the server said if it said anything.
    init(_ address: PostgresAddress, _ settings: PostgresSettings) throws(PostgresFailure) {
        let started = unsafe PostgresLink.begin(address.parameters)
        guard let connection = unsafe started else {
            throw PostgresFailure(.other, "no memory for a connection")
        }
        unsafe self.connection = unsafe connection
        self.address = address
        silenceMilliseconds = settings.statementMilliseconds + 5_000
        // The server's code stands in the message only then, and there is no other way to it.
        unsafe PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        unsafe PQsetNoticeProcessor(connection, { _, _ in }, nil)
        try finish(within: settings.connectMilliseconds)
        unsafe PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    }

    deinit {
        unsafe PQfinish(connection)
    }

    /// The connection is of no more use.
    var isBroken: Bool {
        unsafe PQstatus(connection) != CONNECTION_OK
    }

    /// Between two transactions: whether the server has gone away, or is about to.
    ///
    /// Found out before anything is sent, so that a restart of the server leaves no COMMIT in
    /// doubt. A server that speaks unasked mostly says goodbye; whatever it says, a new connection
    /// is as good.
    var isStale: Bool {
        isBroken || wait(for: POLLIN, milliseconds: 0)
    }

    /// Whether a transaction is open that nothing but its end can be done with.
    var isTransactionFailed: Bool {
        unsafe PQtransactionStatus(connection) == PQTRANS_INERROR
    }

    var isIdle: Bool {
        unsafe PQtransactionStatus(connection) == PQTRANS_IDLE
    }

    // MARK: Connecting

    private static func begin(_ parameters: [String: String]) -> OpaquePointer? {
        var names: [UnsafeMutablePointer<CChar>?] = unsafe []
        var values: [UnsafeMutablePointer<CChar>?] = unsafe []
        for (name, value) in parameters {
            unsafe names.append(strdup(name))
            unsafe values.append(strdup(value))
        }
        unsafe names.append(nil)
        unsafe values.append(nil)
        defer {
            // By number: the formatter spoils `for unsafe name in`.
            for index in unsafe names.indices {
                unsafe free(names[index])
                unsafe free(values[index])
            }
        }
        let constantNames = unsafe names.map { unsafe UnsafePointer($0) }
        let constantValues = unsafe values.map { unsafe UnsafePointer($0) }
        return unsafe PQconnectStartParams(constantNames, constantValues, 0)
    }

    private func finish(within milliseconds: Int64) throws(PostgresFailure) {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        var polling = PGRES_POLLING_WRITING
        while polling != PGRES_POLLING_OK {
            guard unsafe PQstatus(connection) != CONNECTION_BAD, polling != PGRES_POLLING_FAILED
            else {
                throw refusal()
            }
            let events = polling == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard wait(for: events, milliseconds: end.millisecondsLeft) else {
                throw PostgresFailure(
                    .problem(.absent(address: address.name, reason: "no answer")), "no answer")
            }
            polling = unsafe PQconnectPoll(connection)
        }
    }

    /// Why the server did not let us in.
    private func refusal() -> PostgresFailure {
        let text = errorText
        let words = text.split(whereSeparator: { $0.isWhitespace })
        let state = words.first {
            $0.utf8.count == 6 && $0.hasSuffix(":") && $0.contains(where: \.isNumber)
                && $0.dropLast().allSatisfy { $0.isNumber || ($0.isUppercase && $0.isASCII) }
        }.map { String($0.dropLast()) }
        let line = text.split(separator: "\n").first.map(String.init) ?? "no answer"
        let problem: ServerProblem
        switch state {
        case "28P01", "28000": problem = .signInRefused(user: address.user)
        case "3D000": problem = .noSuchDatabase(name: address.database)
        case "53300": problem = .tooManyConnections
        case "42501": problem = .notPermitted(reason: line)
        default:
            if unsafe PQconnectionNeedsPassword(connection) == 1 {
                problem = .signInRefused(user: address.user)
            } else if text.contains("session is read-only") || text.contains("in hot standby mode")
            {
                problem = .readOnly(address: address.name)
            } else {
                problem = .absent(address: address.name, reason: line)
            }
        }
        return PostgresFailure(.problem(problem), state: state ?? "", line)
    }

    private var errorText: String {
        guard let text = unsafe PQerrorMessage(connection) else { return "" }
        return unsafe String(cString: text)
    }

    // MARK: Waiting

    /// Whether the socket became ready in time.
    private func wait(for events: Int32, milliseconds: Int64?) -> Bool {
        let socket = unsafe PQsocket(connection)
        guard socket >= 0 else { return false }
        let end = milliseconds.map { ContinuousClock.now + .milliseconds($0) }
        while true {
            var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
            let left = end.map { Int32(clamping: max(0, $0.millisecondsLeft)) } ?? -1
            let count = unsafe poll(&descriptor, 1, left)
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }

    /// Reads until the next result is here.
    ///
    /// *Errors*: `PostgresFailure` of the kind `lost`.
    private func awaitResult() throws(PostgresFailure) {
        while unsafe PQisBusy(connection) == 1 {
            guard wait(for: POLLIN, milliseconds: silenceMilliseconds) else {
                throw PostgresFailure(.lost, "the server at \(address.name) is silent")
            }
            guard unsafe PQconsumeInput(connection) == 1 else { throw lost }
        }
    }

    var lost: PostgresFailure {
        PostgresFailure(.lost, "the connection to \(address.name) is lost")
    }

    /// The next result, or nil at the end of a statement's results.
    func next() throws(PostgresFailure) -> PostgresResult? {
        try awaitResult()
        guard let result = unsafe PQgetResult(connection) else {
            if isBroken { throw lost }
            return nil
        }
        return unsafe PostgresResult(result)
    }
}

extension ContinuousClock.Instant {
    /// From now until then; negative once it is past.
    var millisecondsLeft: Int64 {
        let (seconds, attoseconds) = (self - ContinuousClock.now).components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
