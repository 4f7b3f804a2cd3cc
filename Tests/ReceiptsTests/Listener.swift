// A printer made of a socket: it queues connections without a thread of its own, so a test can send
// first and read afterwards.

import Foundation
import Glibc

/// A listening socket on a free port of the loopback interface.
final class Listener {
    struct Failure: Error { let code: Int32 }

    private let socket: Int32
    let port: Int

    init(backlog: Int32 = 4) throws {
        let opened = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard opened >= 0 else { throw Failure(code: errno) }
        socket = opened
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe bind(opened, general, size) == 0 && listen(opened, backlog) == 0
                    && getsockname(opened, general, &size) == 0
            }
        }
        guard isBound else {
            close(opened)
            throw Failure(code: errno)
        }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        close(socket)
    }

    /// Takes the next connection and reads until the other side ends it.
    func acceptAndReadAll() throws -> [UInt8] {
        try Listener.serve(socket) { connection in try Listener.readAll(connection) }
    }

    /// Does the same beside the test, on a thread of its own: says something first, then reads all
    /// or, at `hangsUpAfter` bytes, closes with the rest unread.
    func serveBeside(
        saying greeting: [UInt8] = [], hangsUpAfter limit: Int = .max
    ) -> AsyncStream<[UInt8]> {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let socket = self.socket
        Thread.detachNewThread {
            let bytes = try? Listener.serve(socket) { connection in
                _ = unsafe greeting.withUnsafeBytes {
                    unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                return try Listener.readAll(connection, limit: limit)
            }
            if let bytes { continuation.yield(bytes) }
            continuation.finish()
        }
        return stream
    }

    private static func serve(
        _ socket: Int32, _ body: (Int32) throws -> [UInt8]
    ) throws -> [UInt8] {
        let connection = accept(socket, nil, nil)
        guard connection >= 0 else { throw Failure(code: errno) }
        defer { close(connection) }
        return try body(connection)
    }

    private static func readAll(_ connection: Int32, limit: Int = .max) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(connection, $0.baseAddress, $0.count, 0)
            }
            guard count >= 0 else { throw Failure(code: errno) }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    /// Starts a connection and does not wait for it.
    func beginConnection() -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = Glibc.socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe connect(descriptor, general, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}
