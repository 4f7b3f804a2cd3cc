// Why the server could not start, as one sentence in two languages that says what to do.

internal import Foundation
internal import NIOCore
internal import Persistence

struct StartProblem: Error {
    let sentence: String

    init(_ chinese: String, _ english: String) {
        sentence = "\(chinese)。\(english)."
    }

    init(database error: any Error, at path: String) {
        switch error as? DatabaseError {
        case .alreadyOpen(let path):
            self.init(
                "数据 \(path) 正被另一个 counterfoil 使用，请先停止它",
                "The data \(path) is in use by another counterfoil; stop that one first")
        case .schemaTooNew(let found, let known):
            self.init(
                "数据的版本 \(found) 比本程序的 \(known) 新，请升级程序",
                "The data has version \(found), newer than this program's \(known); upgrade it")
        case .migrationChanged(let version):
            self.init(
                "数据的第 \(version) 号变更与本程序不一致，请用原来的程序",
                "Migration \(version) of the data differs from this program's; use the one it was made by"
            )
        case .unusable(let reason):
            self.init(
                "数据 \(path) 无法使用（\(reason)），请检查目录权限和磁盘空间",
                "The data \(path) cannot be used (\(reason)); check the folder's rights and the disk"
            )
        case .constraint, .closed, nil:
            self.init(
                "数据 \(path) 打开失败（\(error)）", "The data \(path) could not be opened (\(error))")
        }
    }

    init(listening error: any Error, host: String, port: Int) {
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            self.init(
                "端口 \(port) 已被占用，请换一个（--port 0 自动选择）",
                "Port \(port) is in use; choose another (--port 0 takes a free one)")
        } else {
            self.init(
                "不能在 \(host):\(port) 提供服务（\(error)）",
                "Cannot listen on \(host):\(port) (\(error))")
        }
    }
}
