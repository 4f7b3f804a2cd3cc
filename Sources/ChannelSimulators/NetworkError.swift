// Why the network could not be started: one sentence in Chinese and in English, and what to do.

/// Why the network process could not start.
package enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
    case portBusy(host: String, port: Int)
    case addressUnusable(host: String, port: Int)
    case folderNotWritable(String)
    case snapshotUnreadable(String)
    case credentialsUnreadable(String)
    case noKeys

    package var description: String {
        switch self {
        case .portBusy(let host, let port):
            "端口 \(host):\(port) 已被占用,请换一个端口(--port)或停掉占用它的程序。\n"
                + "Port \(host):\(port) is in use; choose another with --port or stop what uses it."
        case .addressUnusable(let host, let port):
            "无法在 \(host):\(port) 上监听,请检查 --host 和 --port。\n"
                + "Cannot listen on \(host):\(port); check --host and --port."
        case .folderNotWritable(let path):
            "数据目录 \(path) 不可写,请检查权限或换一个目录(--data)。\n"
                + "The data folder \(path) cannot be written to; check its permissions or choose "
                + "another with --data."
        case .snapshotUnreadable(let path):
            "网络快照 \(path) 无法读取,请移走该文件后重试(账单和余额将重新开始)。\n"
                + "The snapshot \(path) cannot be read; move it away and try again (bills and "
                + "balances then start afresh)."
        case .credentialsUnreadable(let path):
            "密钥文件 \(path) 无法读取,请移走该文件后重试(收银端需重新配置密钥)。\n"
                + "The key file \(path) cannot be read; move it away and try again (tills then "
                + "need the new keys)."
        case .noKeys:
            "无法生成密钥。\nNo keys could be generated."
        }
    }
}
