import Foundation
import Harness
@testable import Settings

/// The settings file and the environment; addresses and origins by themselves.
@main struct Entry {
    static func main() {
        fuzz { data in
            var pieces = Pieces(data)
            switch pieces.byte() % 6 {
            case 0:
                let file = Data(pieces.rest)
                show(described { try Settings.resolve(configFile: "settings.json", environment: [:]) { _ in file } })
            case 1:
                var environment: [String: String] = [:]
                for (place, name) in SettingName.allCases.enumerated() where !pieces.isEmpty {
                    let value = pieces.text()
                    if !value.isEmpty { environment[name.variables[place % name.variables.count]] = value }
                }
                show(described { try Settings.resolve(environment: environment) })
            case 2:
                let text = pieces.text()
                guard let address = IPAddress(text) else { return }
                precondition(IPAddress("\(address)") == address, "\(address)")
                _ = (address.isLoopback, address.subscriber.description)
            case 3:
                let (text, other) = (pieces.text(), pieces.text())
                guard let range = AddressRange(text) else { return }
                precondition(AddressRange("\(range)") == range && range.contains(range.base), "\(range)")
                _ = range.contains(other)
            case 4:
                guard let origin = WebOrigin(pieces.text()) else { return }
                precondition(WebOrigin("\(origin)") == origin, "\(origin)")
                _ = origin.isLoopback
            default:
                guard let url = ConnectionURL(pieces.text()) else { return }
                precondition(!"\(url)".isEmpty && !"\(url.customMirror)".isEmpty)
            }
        }
    }

    private static func show(_ settings: Settings?) {
        guard let settings else { return }
        _ = described { try settings.check() }
        _ = (settings.tableText(), try? settings.tableJSON(), settings.trusts(peer: "10.0.0.1"), settings.isLoopback)
    }
}
