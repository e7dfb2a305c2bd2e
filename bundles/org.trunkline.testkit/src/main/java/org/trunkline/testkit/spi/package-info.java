/** What every implementation of an extension point does; writers of plug-ins run these too. */
@NullMarked
package org.trunkline.testkit.spi;

import org.jspecify.annotations.NullMarked;
