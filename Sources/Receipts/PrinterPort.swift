// Raw TCP to a receipt printer (port 9100, "JetDirect"): connect, write, close; there is no answer.
// So success means that the printer's network side has the bytes, or the system is still handing
// them over, not that paper came out: a job can be printed again, and says so (补打).
//
// Traps. A printer without paper stops reading: writes must have an end. A printer with status
// reports switched on sends bytes nobody asked for: closing over unread bytes makes TCP reset the
// connection and throw away the end of the receipt, so they are read first. SIGPIPE would end the
// process: MSG_NOSIGNAL.

internal import Glibc

/// Sends print jobs to a printer in the network.
package enum PrinterPort {
    /// Sends the bytes of one job and closes the connection.
    ///
    /// It blocks its thread: call it from one that has nothing else to do. `timeoutMilliseconds`
    /// bounds connecting, and then each wait without progress; the whole job may take ten times as
    /// long, because paper is slow. A host that is a name is first looked up by the system, within
    /// the system's own time.
    ///
    /// *Errors*: `PrinterPortError`. A sale is never undone for it.
    package static func send(
        _ bytes: [UInt8], host: String, port: Int, timeoutMilliseconds: Int
    ) throws(PrinterPortError) {
        guard (1...65_535).contains(port) else { throw .badAddress }
        let patience = Duration.milliseconds(min(max(timeoutMilliseconds, 1), 600_000))
        let socket = try connect(host: host, port: port, patience: patience)
        defer { close(socket) }
        try write(bytes, to: socket, patience: patience)
        shutdown(socket, Int32(SHUT_WR))
        drain(socket)
    }

    // MARK: Connecting

    private static func connect(
        host: String, port: Int, patience: Duration
    ) throws(PrinterPortError) -> Int32 {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, "\(port)", &hints, &found) == 0, let first = unsafe found
        else { throw .badAddress }
        defer { unsafe freeaddrinfo(first) }
        let deadline = ContinuousClock.now.advanced(by: patience)
        var failure = PrinterPortError.badAddress
        var candidate: UnsafeMutablePointer<addrinfo>? = unsafe first
        // A name may stand for several addresses (IPv6 and IPv4); one deadline for all of them.
        while let address = unsafe candidate {
            do throws(PrinterPortError) {
                return try unsafe open(address.pointee, deadline: deadline)
            } catch {
                failure = error
            }
            unsafe candidate = address.pointee.ai_next
        }
        throw failure
    }

    private static func open(
        _ address: addrinfo, deadline: ContinuousClock.Instant
    ) throws(PrinterPortError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(address.ai_family, kind, 0)
        guard descriptor >= 0 else { throw .broken(code: errno, sent: 0) }
        do throws(PrinterPortError) {
            if unsafe Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                let code = errno
                guard code == EINPROGRESS || code == EINTR else { throw refusal(code) }
                guard wait(for: POLLOUT, on: descriptor, until: deadline) else {
                    throw .connectTimedOut
                }
                let outcome = pendingError(descriptor)
                guard outcome == 0 else { throw refusal(outcome) }
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func refusal(_ code: Int32) -> PrinterPortError {
        switch code {
        case ECONNREFUSED: .refused
        case ETIMEDOUT: .connectTimedOut
        default: .broken(code: code, sent: 0)
        }
    }

    private static func pendingError(_ socket: Int32) -> Int32 {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else {
            return errno
        }
        return code
    }

    // MARK: Writing

    private static func write(
        _ bytes: [UInt8], to socket: Int32, patience: Duration
    ) throws(PrinterPortError) {
        let end = ContinuousClock.now.advanced(by: patience * 10)
        var sent = 0
        while sent < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    socket, buffer.baseAddress?.advanced(by: sent), buffer.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if written > 0 {
                sent += written
                continue
            }
            let code = errno
            if written < 0, code == EINTR { continue }
            guard written == 0 || code == EAGAIN || code == EWOULDBLOCK else {
                throw .broken(code: code, sent: sent)
            }
            let deadline = min(end, ContinuousClock.now.advanced(by: patience))
            guard wait(for: POLLOUT, on: socket, until: deadline) else {
                throw .writeTimedOut(sent: sent)
            }
        }
    }

    /// Reads away what the printer said unasked, as far as it is here; at most 64 KB.
    private static func drain(_ socket: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        for _ in 0..<16 {
            let count = unsafe buffer.withUnsafeMutableBytes { room in
                unsafe recv(socket, room.baseAddress, room.count, Int32(MSG_DONTWAIT))
            }
            guard count > 0 else { return }
        }
    }

    /// Whether the socket became ready (or broke, which the next call will tell) in time.
    private static func wait(
        for event: Int32, on socket: Int32, until deadline: ContinuousClock.Instant
    ) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard left > 0 else { return false }
            var poll = pollfd(fd: socket, events: Int16(truncatingIfNeeded: event), revents: 0)
            let ready = unsafe Glibc.poll(&poll, 1, Int32(left.rounded(.up)))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { return true }
        }
    }
}

/// Why a print job did not reach the printer.
package enum PrinterPortError: Error, Equatable, Sendable {
    /// The host is unknown, or the port is none.
    case badAddress
    /// Nobody listens there: printer off, or another port.
    case refused
    /// No answer from that address in time.
    case connectTimedOut
    /// The printer stopped taking bytes (no paper, cover open) after `sent` of them.
    case writeTimedOut(sent: Int)
    /// The network failed with this system error after `sent` bytes.
    case broken(code: Int32, sent: Int)
}
