/** What an administrator sets up: subscribers, trunks, numbers, routes. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
