/** Subscribers, trunks, numbers and routes: reading, checking, changing. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
