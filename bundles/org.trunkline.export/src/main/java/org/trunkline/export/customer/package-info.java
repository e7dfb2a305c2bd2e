/** One call on a page for the customer who made or took it, as HTML and as PDF. */
@Version("0.1.0")
@NullMarked
package org.trunkline.export.customer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
