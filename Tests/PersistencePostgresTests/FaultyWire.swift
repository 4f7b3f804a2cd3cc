// A network between a database and its server that loses what it is told to lose: it passes
// everything on, until the batch comes by that carries a COMMIT.

import Foundation
import Glibc
import Synchronization

/// What becomes of the batch with COMMIT, and of its answer.
enum WireFault: CaseIterable, Sendable {
    /// Neither side hears of it.
    case lostBefore
    /// The server has it and answers, and the answer is lost.
    case answerLost
    /// The server gets it at the moment at which the client loses the connection.
    case cutAtOnce
    /// The server gets it long after the client has lost the connection; see `deliverLate`.
    case late
}

final class FaultyWire: Sendable {
    private struct State {
        var fault: WireFault?
        var sockets: [Socket] = []
        /// What is still to be delivered, and where.
        var late: [(bytes: [UInt8], server: Socket)] = []
        var faults = 0
        var refuses = false
    }

    let port: UInt16
    private let server: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    /// Listens on a free port and passes on to the server's.
    init(to server: UInt16) throws {
        self.server = server
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = FaultyWire.loopback(0)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                var length = size
                return unsafe bind(listener, address, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.featureUnsupported) }
        port = UInt16(bigEndian: address.sin_port)
        let wire = self
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                if wire.state.withLock({ $0.refuses }) {
                    close(client)
                } else {
                    wire.serve(client)
                }
            }
        }
    }

    /// The next batch with COMMIT meets this fault, once.
    func arm(_ fault: WireFault) {
        state.withLock { $0.fault = fault }
    }

    /// How many faults have come to pass.
    var faults: Int { state.withLock { $0.faults } }

    /// Hands the server what was held back; its answer to the last of it, or nil if it says nothing.
    func deliverLate() -> [UInt8]? {
        let late = state.withLock { state in
            defer { state.late = [] }
            return state.late
        }
        var answer: [UInt8]?
        for (bytes, server) in late {
            FaultyWire.send(bytes, to: server.number)
            answer = FaultyWire.receive(from: server.number)
            server.end()
        }
        return answer
    }

    /// Lets nobody in any more; who is in stays.
    func refuse() {
        state.withLock { $0.refuses = true }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        let sockets = state.withLock { state in
            defer { state.sockets = [] }
            return state.sockets
        }
        for socket in sockets { socket.end() }
    }

    private func serve(_ accepted: Int32) {
        let client = Socket(accepted)
        let upstream = Socket(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = FaultyWire.loopback(server)
        let isConnected = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(upstream.number, address, socklen_t(MemoryLayout<sockaddr_in>.size))
                    == 0
            }
        }
        guard isConnected else { return client.end() }
        state.withLock { $0.sockets += [client, upstream] }
        let cut = Cut()
        Thread.detachNewThread { [self] in
            while let bytes = FaultyWire.receive(from: client.number) {
                guard FaultyWire.carriesCommit(bytes), let fault = takeFault() else {
                    FaultyWire.send(bytes, to: upstream.number)
                    continue
                }
                cut.set()
                perform(fault, bytes, client, upstream)
                return
            }
            upstream.end()
        }
        Thread.detachNewThread {
            while !cut.isSet, let bytes = FaultyWire.receive(from: upstream.number, stopping: cut) {
                if cut.isSet { return }
                FaultyWire.send(bytes, to: client.number)
            }
            if !cut.isSet { client.end() }
        }
    }

    private func takeFault() -> WireFault? {
        state.withLock { state in
            if state.fault != nil { state.faults += 1 }
            return state.fault.take()
        }
    }

    private func perform(
        _ fault: WireFault, _ bytes: [UInt8], _ client: Socket, _ upstream: Socket
    ) {
        switch fault {
        case .lostBefore:
            upstream.end()
        case .answerLost:
            FaultyWire.send(bytes, to: upstream.number)
            _ = FaultyWire.receive(from: upstream.number)
            upstream.end()
        case .cutAtOnce:
            FaultyWire.send(bytes, to: upstream.number)
            upstream.end()
        case .late:
            state.withLock { $0.late.append((bytes, upstream)) }
        }
        client.end()
    }

    /// The slot of a connection, 32 digits of base 16, is written right before COMMIT and nowhere
    /// else.
    private static func carriesCommit(_ bytes: [UInt8]) -> Bool {
        var digits = 0
        for byte in bytes {
            let isDigit = (48...57).contains(byte) || (97...102).contains(byte)
            digits = isDigit ? digits + 1 : 0
            if digits == 32 { return true }
        }
        return false
    }

    // MARK: Sockets

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func send(_ bytes: [UInt8], to socket: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// What comes next; nil at the end, and when the wire is cut while it waits.
    private static func receive(from socket: Int32, stopping cut: Cut? = nil) -> [UInt8]? {
        while let cut {
            if cut.isSet { return nil }
            var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            if unsafe poll(&descriptor, 1, 5) > 0 { break }
        }
        if cut?.isSet == true { return nil }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(socket, $0.baseAddress, $0.count, 0)
        }
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }
}

/// Whether a connection has been cut.
private final class Cut: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}

/// A socket that is closed when nobody uses it any more: its number may be another's right after.
private final class Socket: Sendable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    /// Ends what is under way on it.
    func end() {
        shutdown(number, Int32(SHUT_RDWR))
    }

    deinit {
        close(number)
    }
}
