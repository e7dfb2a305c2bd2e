/** Text messages of the softphone: conversations, what became of each message, and who is typing. */
@Version("0.1.0")
@NullMarked
package org.trunkline.phone.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
