// Sockets on this machine alone, in one's own hand: to drop a connection when one likes, and to stand
// between two others.

internal import Glibc

enum Loopback {
    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

    /// A connection, or nil: on loopback it is answered at once, yes or no.
    static func connect(to port: UInt16) -> Int32? {
        let socket = Glibc.socket(AF_INET, kind, 0)
        guard socket >= 0 else { return nil }
        let outcome = unsafe withAddress(port) { unsafe Glibc.connect(socket, $0, $1) }
        guard outcome == 0 else {
            close(socket)
            return nil
        }
        return socket
    }

    /// A socket that takes connections at any free port, and the port.
    static func listen() -> (socket: Int32, port: UInt16)? {
        let socket = Glibc.socket(AF_INET, kind, 0)
        guard socket >= 0 else { return nil }
        var bound = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let taken = unsafe withAddress(0) { unsafe bind(socket, $0, $1) }
        let named = unsafe withUnsafeMutablePointer(to: &bound) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(socket, $0, &size)
            }
        }
        let isReady = taken == 0 && named == 0 && Glibc.listen(socket, 128) == 0
        guard isReady else {
            close(socket)
            return nil
        }
        return (socket, UInt16(bigEndian: bound.sin_port))
    }

    /// Sends everything, or answers false.
    static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// What has come, or nothing when the other end has closed or the line broke.
    static func receive(from socket: Int32, into room: inout [UInt8]) -> ArraySlice<UInt8>? {
        let count = unsafe room.withUnsafeMutableBytes { buffer in
            unsafe recv(socket, buffer.baseAddress, buffer.count, 0)
        }
        return count > 0 ? room.prefix(count) : nil
    }

    private static func withAddress(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
