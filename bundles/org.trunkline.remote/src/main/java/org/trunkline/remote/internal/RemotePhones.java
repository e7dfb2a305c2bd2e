package org.trunkline.remote.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.api.phone.Phones;
import org.trunkline.api.phone.ProvisioningFile;
import org.trunkline.wire.phone.PhoneJson;

/** Phone cards of a node elsewhere. */
record RemotePhones(HttpLink link) implements Phones {
    @Override
    public SaveResult<PhoneCard> card(String username, PhoneCardRequest wanted) throws NodeUnavailableException {
        return RemoteCatalog.result(username, link.send("POST", of(username) + "/phone-card", Optional.of(PhoneJson.write(wanted))),
                link, PhoneJson::readCard);
    }

    @Override
    public boolean revoke(String username) throws NodeUnavailableException {
        var reply = link.send("DELETE", of(username) + "/phone-card", Optional.empty());
        if (!reply.ok() && reply.status() != 404)
            throw link.refused(reply);
        return reply.ok();
    }

    @Override
    public Optional<List<CheckSyncAnswer>> checkSync(String username) throws NodeUnavailableException {
        var reply = link.send("POST", of(username) + "/check-sync", Optional.empty());
        if (reply.status() == 404)
            return Optional.empty();
        if (!reply.ok())
            throw link.refused(reply);
        return Optional.of(link.decode(reply.body(), PhoneJson::readAnswers));
    }

    private static String of(String username) {
        return "/subscribers/" + HttpLink.encode(username);
    }

    /** As a phone does: the address says all. */
    @Override
    public Optional<ProvisioningFile> fetch(String token, String file) throws NodeUnavailableException {
        var reply = link.open("/provision/" + HttpLink.encode(token) + '/' + file);
        if (reply.statusCode() == 404)
            return Optional.empty();
        if (reply.statusCode() != 200)
            throw link.refused(link.reply(reply));
        return Optional.of(new ProvisioningFile(reply.headers().firstValue("Content-Type").orElse(""), new String(reply.body(), UTF_8)));
    }
}
