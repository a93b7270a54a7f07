import Hummingbird
enum WebPlaceholder { static func f() { _ = Router() } }
