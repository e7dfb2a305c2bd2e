/** Call detail records, their ladder and why-record. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.cdr;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
