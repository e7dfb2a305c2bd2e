/** Configuration entries as tables: exported, and imported after a preview. */
@NullMarked
package org.trunkline.export.entry;

import org.jspecify.annotations.NullMarked;
