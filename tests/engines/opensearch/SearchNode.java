import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** One OpenSearch node for the tests: settings as NAME=VALUE, lists as NAME=[A,B]; ends with its standard input. */
public final class SearchNode extends Node {
    private SearchNode(Environment environment) {
        super(environment, List.of(new PluginInfo("transport-netty4", "HTTP and transport", "1", Version.CURRENT,
                "21", Netty4ModulePlugin.class.getName(), null, List.of(), false)), false);
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair[1].startsWith("[")) {
                settings.putList(pair[0], pair[1].substring(1, pair[1].length() - 1).split(","));
            } else {
                settings.put(pair[0], pair[1]);
            }
        }
        Path home = Path.of(settings.get("path.home"));
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), home, () -> "localhost");
        try (Node node = new SearchNode(environment)) {
            node.start();
            // The parent holds the other end: if it dies, however it dies, no node stays behind.
            while (System.in.read() >= 0) {
                continue;
            }
        }
        System.exit(0);
    }
}
