// What is put on the wire. Nothing here waits for an answer.

internal import CPQ
internal import Glibc
internal import Persistence

extension PostgresLink {
    func enterPipeline() throws(PostgresFailure) {
        guard unsafe PQenterPipelineMode(connection) == 1 else { throw lost }
    }

    func sendPrepare(_ name: String, _ sql: String) throws(PostgresFailure) {
        guard unsafe PQsendPrepare(connection, name, sql, 0, nil) == 1 else { throw lost }
    }

    /// Runs a statement that was prepared under a name.
    func send(prepared name: String, _ arguments: PostgresArguments) throws(PostgresFailure) {
        let sent = unsafe with(arguments) { count, values in
            unsafe PQsendQueryPrepared(
                connection, name, count, values, arguments.lengths, arguments.formats, 0)
        }
        guard sent == 1 else { throw lost }
    }

    /// Runs a statement once.
    func send(_ sql: String, _ arguments: PostgresArguments) throws(PostgresFailure) {
        let sent = unsafe with(arguments) { count, values in
            unsafe PQsendQueryParams(
                connection, sql, count, nil, values, arguments.lengths, arguments.formats, 0)
        }
        guard sent == 1 else { throw lost }
    }

    /// Ends a batch and sees it off.
    func sendSync() throws(PostgresFailure) {
        guard unsafe PQpipelineSync(connection) == 1 else { throw lost }
    }

    private func with(
        _ arguments: PostgresArguments,
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>) -> Int32
    ) -> Int32 {
        unsafe arguments.bytes.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            // One more than needed: an empty list has no address.
            var values = unsafe [UnsafePointer<CChar>?](
                repeating: nil, count: arguments.offsets.count + 1)
            for (index, offset) in arguments.offsets.enumerated() {
                guard let offset, let start = unsafe start else { continue }
                unsafe values[index] = unsafe start + offset
            }
            return unsafe body(Int32(clamping: arguments.offsets.count), values)
        }
    }
}
