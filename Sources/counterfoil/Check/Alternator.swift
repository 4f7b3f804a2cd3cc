// Stands in front of several servers and sends each request to the next one: whatever a till does in a
// row, no two steps of it are done by the same process. One request a connection, so that none sticks
// to a server.

internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

final class Alternator: Sendable {
    private static let headMax = 65_536

    private struct State {
        var ports: [UInt16]
        var next = 0
        var last = 0
    }

    private let listener: Int32
    let port: UInt16
    private let state: Mutex<State>

    /// *Errors*: `CheckFailure` when there is no free port.
    init(to ports: [UInt16]) throws {
        guard let (socket, port) = Loopback.listen() else { throw CheckFailure("no free port") }
        listener = socket
        self.port = port
        state = Mutex(State(ports: ports))
        let thread = Thread { [self] in take() }
        thread.name = "alternator"
        thread.start()
    }

    var base: String { "http://127.0.0.1:\(port)" }

    /// The server that the newest request went to, by its place in the list.
    var last: Int { state.withLock { $0.last } }

    func replace(_ ports: [UInt16]) {
        state.withLock { $0.ports = ports }
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func take() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else {
                Glibc.close(listener)
                return
            }
            DispatchQueue.global().async { [self] in
                pass(client)
                Glibc.close(client)
            }
        }
    }

    /// Brings one request to a server and its answer back, however long that takes.
    private func pass(_ client: Int32) {
        var room = [UInt8](repeating: 0, count: 65_536)
        guard let request = take(until: "\r\n\r\n", from: client, &room) else { return }
        guard let server = connectToNext() else {
            let absent = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
            _ = Loopback.send(closing(Array(absent.utf8)), to: client)
            return
        }
        defer { Glibc.close(server) }
        guard Loopback.send(closing(request), to: server) else { return }
        var isAnswered = false
        while true {
            var sockets = [client, server].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard unsafe poll(&sockets, 2, -1) > 0 else { return }
            if sockets[0].revents != 0 {
                guard let more = Loopback.receive(from: client, into: &room),
                    Loopback.send(more, to: server)
                else { return }
            }
            if sockets[1].revents != 0 {
                if !isAnswered {
                    guard let answer = take(until: "\r\n", from: server, &room),
                        Loopback.send(closing(answer), to: client)
                    else { return }
                    isAnswered = true
                } else {
                    guard let more = Loopback.receive(from: server, into: &room),
                        Loopback.send(more, to: client)
                    else { return }
                }
            }
        }
    }

    /// What comes, at least as far as a mark; nil when it never comes.
    private func take(
        until mark: String, from socket: Int32, _ room: inout [UInt8]
    ) -> [UInt8]? {
        let mark = Array(mark.utf8)
        var bytes: [UInt8] = []
        while bytes.firstRange(of: mark) == nil {
            guard bytes.count < Alternator.headMax,
                let more = Loopback.receive(from: socket, into: &room)
            else { return nil }
            bytes += more
        }
        return bytes
    }

    /// The next server; where it is not there, the one after it.
    private func connectToNext() -> Int32? {
        let (ports, first) = state.withLock { state in
            state.next = (state.next + 1) % state.ports.count
            return (state.ports, state.next)
        }
        for offset in ports.indices {
            let index = (first + offset) % ports.count
            guard let socket = Loopback.connect(to: ports[index]) else { continue }
            state.withLock { $0.last = index }
            return socket
        }
        return nil
    }

    /// The same with the wish, after the first line, to close the connection after this answer.
    private func closing(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard let end = bytes.firstRange(of: Array("\r\n".utf8))?.upperBound else {
            return bytes[...]
        }
        return (bytes[..<end] + Array("Connection: close\r\n".utf8) + bytes[end...])[...]
    }
}
