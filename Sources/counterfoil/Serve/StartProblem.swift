// Why the server could not start, as one sentence in two languages that says what to do.

internal import Foundation
internal import NIOCore
internal import Persistence

struct StartProblem: Error, CustomStringConvertible {
    let sentence: String

    var description: String { sentence }

    init(_ chinese: String, _ english: String) {
        sentence = "\(chinese)。\(english)."
    }

    init(folder: String, _ error: any Error, at path: String) {
        if let error = error as? CocoaError {
            self.init(
                "数据目录 \(folder) 不能写（\(error.code.rawValue)），请换一个目录或检查权限",
                "The data folder \(folder) cannot be written; choose another or check its rights")
        } else {
            self.init(database: error, at: path)
        }
    }

    /// `name` holds no password.
    init(serverDatabase error: any Error, named name: String) {
        if case .unusable(let reason)? = error as? DatabaseError {
            self.init(
                "数据库 \(name) 无法使用（\(reason)），请看数据库服务器的日志",
                "The database \(name) cannot be used (\(reason)); look at its server's log")
        } else {
            self.init(database: error, at: name)
        }
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
        case .copyUnfinished:
            self.init(
                "数据 \(path) 是未完成的副本，请再次运行 counterfoil migrate copy",
                "The data \(path) is an unfinished copy; run counterfoil migrate copy again")
        case .unusable(let reason):
            self.init(
                "数据 \(path) 无法使用（\(reason)），请检查目录权限和磁盘空间",
                "The data \(path) cannot be used (\(reason)); check the folder's rights and the disk"
            )
        case .server(let problem):
            self.init(server: problem)
        case .constraint, .closed, .conflict, .outcomeUnknown, nil:
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
