// A server on this machine that does on purpose what networks do by accident. Plain sockets, so
// that nothing polite stands between the test and the wire; any free port, and gone with the test.

import Foundation
import Glibc
import Synchronization

/// What the server does with one request.
enum Manner: Sendable {
    /// A proper answer; the connection stays open.
    case answer(String, status: String = "200 OK", type: String = "text/plain")
    /// These bytes and nothing else, then the connection is closed.
    case raw(String)
    /// A proper answer with this body, which need not be text.
    case bytes([UInt8])
    /// An answer that promises more than it brings.
    case truncated(String)
    /// An answer without end.
    case endless
    /// A header without end.
    case endlessHeader
    /// The request is read and nothing is said.
    case silent
    /// The request is read and the connection closed.
    case closeAfterReading
    /// The request is read; then nobody listens any more, and then the connection is closed.
    case vanish
    /// The connection is closed as soon as it stands.
    case closeAtOnce
}

final class HostileServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var manners: [Manner]
        var requests: [String] = []
        var connections = 0
        var open: [Int32] = []
        var isStopped = false
        var isListening = true
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [String] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    /// Serves one manner per request; the last one for all that follow.
    init(_ manners: [Manner], backlog: Int32 = 16, accepts: Bool = true) throws {
        (listener, port) = try Self.listen(backlog: backlog)
        state = Mutex(State(manners: manners))
        if accepts { Thread.detachNewThread { self.serve() } }
    }

    convenience init(_ manner: Manner) throws {
        try self.init([manner])
    }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            let open = state.open
            state.open = []
            return open
        }
        stopListening()
        for socket in open { _ = shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private func stopListening() {
        let isFirst = state.withLock { state in
            defer { state.isListening = false }
            return state.isListening
        }
        guard isFirst else { return }
        _ = shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// A port that nobody listens on.
    static func closedPort() throws -> UInt16 {
        let (listener, port) = try listen(backlog: 1)
        close(listener)
        return port
    }

    private static func listen(backlog: Int32) throws -> (Int32, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, length) == 0
                    && Glibc.listen(listener, backlog) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard listener >= 0, bound else { throw POSIXError(.EADDRNOTAVAIL) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private func serve() {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { return }
            let isStopped = state.withLock { state in
                state.connections += 1
                state.open.append(socket)
                return state.isStopped
            }
            if isStopped {
                close(socket)
                return
            }
            Thread.detachNewThread { self.serve(socket) }
        }
    }

    private func serve(_ socket: Int32) {
        defer {
            state.withLock { $0.open.removeAll { $0 == socket } }
            close(socket)
        }
        if case .closeAtOnce = peek() {
            _ = next()
            return
        }
        while let request = read(socket) {
            state.withLock { $0.requests.append(request) }
            guard perform(next(), socket) else { return }
        }
    }

    private func peek() -> Manner? { state.withLock { $0.manners.first } }

    private func next() -> Manner? {
        state.withLock { state in
            state.manners.count > 1 ? state.manners.removeFirst() : state.manners.first
        }
    }

    /// Whether the connection stays open.
    private func perform(_ manner: Manner?, _ socket: Int32) -> Bool {
        switch manner {
        case .answer(let body, let status, let type):
            return write(
                "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n" + body, socket)
        case .raw(let text):
            _ = write(text, socket)
            return false
        case .bytes(let body):
            return write("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n", socket)
                && write(body, socket)
        case .truncated(let body):
            let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            _ = write(head + body.prefix(body.count / 2), socket)
            return false
        case .endless:
            _ = write("HTTP/1.1 200 OK\r\n\r\n", socket)
            let chunk = String(repeating: "a", count: 65_536)
            while write(chunk, socket) {}
            return false
        case .endlessHeader:
            _ = write("HTTP/1.1 200 OK\r\n", socket)
            let line = "X-More: " + String(repeating: "a", count: 1_000) + "\r\n"
            while write(line, socket) {}
            return false
        case .silent:
            // Until the client gives up and closes.
            return read(socket) != nil
        case .vanish:
            stopListening()
            return false
        case .closeAfterReading, .closeAtOnce, nil:
            return false
        }
    }

    /// One request with its body, or nil when the connection is closed.
    private func read(_ socket: Int32) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length =
                    text.range(of: "Content-Length: ")
                    .flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
                if text[end.upperBound...].utf8.count >= length { return text }
            }
            let count = unsafe recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
        }
    }

    private func write(_ text: String, _ socket: Int32) -> Bool {
        write(Array(text.utf8), socket)
    }

    private func write(_ bytes: [UInt8], _ socket: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }
}
