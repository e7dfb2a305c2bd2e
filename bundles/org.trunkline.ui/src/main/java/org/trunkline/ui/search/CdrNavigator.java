package org.trunkline.ui.search;

/**
 * Opens Call Records on a query. An OSGi service of this bundle: it runs the command
 * {@value #COMMAND} with the parameter {@value #QUERY}, which {@code org.trunkline.ui.cdr} handles by an
 * {@code org.eclipse.ui.handlers} extension, so that its bundle starts when first needed.
 */
public interface CdrNavigator {
    String COMMAND = "org.trunkline.ui.showCalls";
    String QUERY = "org.trunkline.ui.showCalls.query";

    /**
     * UI thread only.
     *
     * @param query in Lucene syntax over the CDR fields, {@code trunk:"Telia A"}; empty for all
     */
    void showCalls(String query);
}
