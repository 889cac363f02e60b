<?xml version="1.0"?>
<!-- What Kamailio's `make modules-readme` gives docbook-xsl: numbered sections, and lists of figures, tables and examples.
     As there, the stock stylesheet is imported here and once more by the settings for plain text, which costs time. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="http://docbook.sourceforge.net/release/xsl/current/xhtml/docbook.xsl"/>
  <xsl:import href="text.xsl"/>
  <xsl:param name="section.autolabel" select="1"/>
  <xsl:param name="section.label.includes.component.label" select="1"/>
  <xsl:param name="generate.toc">book toc,title,figure,table,example</xsl:param>
</xsl:stylesheet>
