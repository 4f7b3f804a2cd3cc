// A plain HTTP/1.1 client over loopback, to one server or to several in turn. The soak has to drop a
// connection in the middle of an answer, and never to wait longer than it means to: both want a
// socket in one's own hand.
// Connections are kept and used again; one that breaks is closed, and the request counts as unanswered.

internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// Nobody answered in time, or the line broke.
struct SoakSilence: Error {}

final class SoakWire: Sendable {
    struct Answer: Sendable {
        let status: Int
        let json: JSON
    }

    /// How long a thread may sleep before it looks whether it is still wanted.
    private static let slice: Int32 = 100
    /// More than the largest honest answer: all orders of a long soak.
    private static let bytesMax = 512 * 1_024 * 1_024

    private let ports: [UInt16]
    private let path: String
    private let turns = Mutex(0)
    private let idle = Mutex<[UInt16: [Int32]]>([:])
    private let cookie = Mutex<String?>(nil)

    /// Each request goes to the next of the servers.
    ///
    /// *Errors*: `SoakSilence` when one is no address with a port.
    init(_ bases: [String]) throws {
        let urls = bases.compactMap { URL(string: $0) }
        ports = urls.compactMap { $0.port.flatMap { UInt16(exactly: $0) } }
        guard let first = urls.first, ports.count == bases.count else { throw SoakSilence() }
        path = first.path
    }

    deinit {
        for socket in idle.withLock({ $0 }).values.joined() { close(socket) }
    }

    /// Sends a request and waits for its answer, so long and no longer; `server` is its place in the
    /// list, or whose turn it is.
    ///
    /// *Errors*: `SoakSilence`; whether the work was done is then not known.
    func send(
        _ method: String, _ path: String, _ body: JSON? = nil, key: String? = nil,
        to server: Int? = nil, within limit: Duration
    ) async throws -> Answer {
        let turn = turns.withLock { turns in
            turns += 1
            return turns
        }
        let port = ports[(server ?? turn) % ports.count]
        let request = request(method, path, body, key, port)
        let end = ContinuousClock.now + limit
        let isWanted = Wanted()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        with: Result { try self.exchange(request, port, until: end, isWanted) })
                }
            }
        } onCancel: {
            isWanted.end()
        }
    }

    private func request(
        _ method: String, _ path: String, _ body: JSON?, _ key: String?, _ port: UInt16
    ) -> [UInt8] {
        let bytes = body.map { Array($0.line.utf8) } ?? []
        var head = "\(method) \(self.path)\(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        if let key { head += "Idempotency-Key: \(key)\r\n" }
        if let cookie = cookie.withLock({ $0 }) { head += "Cookie: \(cookie)\r\n" }
        if body != nil { head += "Content-Type: application/json\r\n" }
        head += "Content-Length: \(bytes.count)\r\n\r\n"
        return Array(head.utf8) + bytes
    }

    private func exchange(
        _ request: [UInt8], _ port: UInt16, until end: ContinuousClock.Instant, _ isWanted: Wanted
    ) throws -> Answer {
        guard
            let socket = idle.withLock({ $0[port]?.popLast() }) ?? Loopback.connect(to: port)
        else { throw SoakSilence() }
        do {
            // A request fits into the socket's buffer, so this does not wait.
            guard Loopback.send(request[...], to: socket) else { throw SoakSilence() }
            let (status, body) = try read(socket, until: end, isWanted)
            idle.withLock { $0[port, default: []].append(socket) }
            let json = try? JSONDecoder().decode(JSON.self, from: Data(body))
            return Answer(status: status, json: json ?? .null)
        } catch {
            close(socket)
            throw SoakSilence()
        }
    }

    /// Reads the head, then as many bytes as it promises.
    private func read(
        _ socket: Int32, until end: ContinuousClock.Instant, _ isWanted: Wanted
    ) throws -> (status: Int, body: ArraySlice<UInt8>) {
        var bytes: [UInt8] = []
        var head: SoakHead?
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            if head == nil { head = try SoakHead(in: bytes) }
            if let head {
                if let token = head.cookie { cookie.withLock { $0 = token } }
                if bytes.count >= head.end + head.length {
                    return (head.status, bytes[head.end..<(head.end + head.length)])
                }
            }
            guard bytes.count < SoakWire.bytesMax else { throw SoakSilence() }
            try wait(socket, until: end, isWanted)
            guard let more = Loopback.receive(from: socket, into: &room) else {
                throw SoakSilence()
            }
            bytes += more
        }
    }

    private func wait(
        _ socket: Int32, until end: ContinuousClock.Instant, _ isWanted: Wanted
    ) throws {
        while isWanted.isTrue {
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            guard left > 0 else { throw SoakSilence() }
            var poll = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let slice = min(SoakWire.slice, Int32(max(1, min(left, 1_000))))
            if unsafe Glibc.poll(&poll, 1, slice) > 0 { return }
        }
        throw SoakSilence()
    }

    /// Whether anybody still waits for the answer.
    private final class Wanted: Sendable {
        private let wanted = Mutex(true)
        var isTrue: Bool { wanted.withLock { $0 } }
        func end() { wanted.withLock { $0 = false } }
    }
}

/// What the soak needs of an answer's head.
private struct SoakHead {
    let status: Int
    let length: Int
    let cookie: String?
    /// Where the body begins.
    let end: Int

    /// Nil as long as the head is not whole.
    ///
    /// *Errors*: `SoakSilence` when it is no head, or of a kind that is not spoken here.
    init?(in bytes: [UInt8]) throws {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else {
            guard bytes.count < 65_536 else { throw SoakSilence() }
            return nil
        }
        self.end = end
        let lines = String(decoding: bytes.prefix(end), as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count >= 2,
            let status = Int(first[1])
        else { throw SoakSilence() }
        var (length, cookie) = (0, String?.none)
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = parts.first, let value = parts.last else { continue }
            switch name.lowercased() {
            case "content-length":
                guard let count = Int(value.trimmingPrefix(" ")), count >= 0 else {
                    throw SoakSilence()
                }
                length = count
            case "set-cookie":
                cookie = String(value.trimmingPrefix(" ").prefix { $0 != ";" })
            case "transfer-encoding": throw SoakSilence()
            default: continue
            }
        }
        self.status = status
        self.length = length
        self.cookie = cookie
    }
}
