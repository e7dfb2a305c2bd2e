package org.trunkline.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of {@code trunkline-node}.
 *
 * @param help whether only the usage is wanted
 * @param data the node's one folder, absolute
 * @param properties what bundles read as framework properties
 */
record NodeOptions(boolean help, Path data, Map<String, String> properties) {
    static final String USAGE = """
            usage: trunkline-node [--data DIR] [--sip-port N] [--http-port N] [--bind ADDR] [--http-bind ADDR] [-Dname=value]
              --data DIR        the node's folder (default ~/.trunkline/node, which is the desk's too)
              --bind ADDR       address of SIP and media (default 127.0.0.1: phones elsewhere need this machine's)
              --sip-port N      port of SIP over UDP and TCP, 0 for any free one (default 5060)
              --http-bind ADDR  address of the admin API (default 127.0.0.1; beyond it HTTPS, which needs a certificate)
              --http-port N     port of the admin API, 0 for any free one (default 8060)""";

    /**
     * @param home folder of Trunkline's folders, {@code ~/.trunkline}
     * @throws IllegalArgumentException with a text for the user
     */
    static NodeOptions parse(List<String> args, Path home) {
        var properties = new LinkedHashMap<String, String>();
        var data = home.resolve("node");
        var help = false;
        for (var rest = args.iterator(); rest.hasNext();) {
            var arg = rest.next();
            if (arg.startsWith("-D") && arg.indexOf('=') > 2) {
                properties.put(arg.substring(2, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
                continue;
            }
            var equals = arg.indexOf('=');
            var name = arg.startsWith("--") && equals > 0 ? arg.substring(0, equals) : arg;
            if (name.equals("--help") || name.equals("-h")) {
                help = true;
                continue;
            }
            if (!List.of("--data", "--sip-port", "--http-port", "--bind", "--http-bind").contains(name))
                throw new IllegalArgumentException("unknown option " + arg);
            if (equals < 0 && !rest.hasNext())
                throw new IllegalArgumentException(name + " needs a value");
            var value = equals > 0 ? arg.substring(equals + 1) : rest.next();
            switch (name) {
                case "--data" -> data = Path.of(value);
                case "--sip-port" -> properties.put("trunkline.sip.port", port(name, value));
                case "--http-port" -> properties.put("trunkline.http.port", port(name, value));
                case "--http-bind" -> properties.put("trunkline.http.bind", value);
                default -> properties.put("trunkline.bind", value);
            }
        }
        data = data.toAbsolutePath().normalize();
        properties.put("trunkline.data", data.toString());
        return new NodeOptions(help, data, Map.copyOf(properties));
    }

    private static String port(String name, String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535)
            throw new IllegalArgumentException(name + " " + value + ": a port is 0 to 65535");
        return value;
    }
}
