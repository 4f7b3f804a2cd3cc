// Why a database server cannot be used, as one sentence in two languages that says what to do.

internal import Persistence

extension StartProblem {
    init(server problem: ServerProblem) {
        switch problem {
        case .signInRefused(let user):
            self.init(
                "数据库不接受用户 \(user) 的登录，请检查用户名和密码",
                "The database refuses to let \(user) in; check the user and the password")
        case .absent(let address, let reason):
            self.init(
                "数据库服务器 \(address) 连不上（\(reason)），请检查地址、网络和服务器是否启动",
                "The database server \(address) cannot be reached (\(reason)); check the address, the network and that it runs"
            )
        case .noSuchDatabase(let name):
            self.init(
                "服务器上没有数据库 \(name)，请先建立（CREATE DATABASE \(name) TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'）",
                "The server has no database \(name); make it first (CREATE DATABASE \(name) TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8')"
            )
        case .readOnly(let address):
            self.init(
                "数据库服务器 \(address) 是只读的备机，请在连接串中写上主机",
                "The database server \(address) is a read-only standby; name the primary in the connection string"
            )
        case .tooManyConnections:
            self.init(
                "数据库服务器的连接数已满，请增大 max_connections 或减少每个进程的连接数",
                "The database server has no connection left; raise max_connections, or let each process use fewer"
            )
        case .diskFull:
            self.init(
                "数据库服务器的磁盘已满，请腾出空间", "The disk of the database server is full; make room")
        case .tooSlow:
            self.init(
                "数据库服务器没有按时答复，请检查它的负载和被占用的锁",
                "The database server took too long; look at its load and at locks that are held")
        case .notPermitted(let reason):
            self.init(
                "数据库用户的权限不够（\(reason)），请授权",
                "The database user lacks a right (\(reason)); grant it")
        case .unfit(let what):
            self.init(unfit: what)
        }
    }

    private init(unfit what: ServerProblem.Unfit) {
        switch what {
        case .tooOld(let version):
            self.init(
                "PostgreSQL \(version) 太旧，需要 13 或更新的版本",
                "PostgreSQL \(version) is too old; version 13 or newer is needed")
        case .notDurable:
            self.init(
                "数据库服务器关闭了 fsync，断电会丢数据，请打开",
                "The database server has fsync off and would lose data with the power; switch it on"
            )
        case .encodingOrOrder:
            self.init(
                "数据库要用 UTF-8 编码和 C 排序，请重新建立（TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'）",
                "The database must use UTF-8 and the C order; make it anew (TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8')"
            )
        case .connectionString:
            self.init(
                "数据库连接串无法读取，应为 postgres://用户@主机/数据库",
                "The connection string cannot be read; it should be postgres://user@host/database")
        }
    }
}
