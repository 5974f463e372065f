<?xml version="1.0" encoding="UTF-8"?>
<!-- Shows a clinical document in a browser: the patient, the contents and the text of each section. Nothing is loaded. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:c="urn:hl7-org:v3" exclude-result-prefixes="c">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat"/>

  <xsl:template match="/c:ClinicalDocument">
    <html lang="en">
      <head>
        <title><xsl:value-of select="c:title"/></title>
        <style>
          body { font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
          h2 { margin-top: 2rem; border-bottom: 1px solid }
          table { border-collapse: collapse; width: 100% }
          th, td { border: 1px solid; padding: .35rem .6rem; text-align: left; vertical-align: top }
        </style>
      </head>
      <body>
        <h1><xsl:value-of select="c:title"/></h1>
        <xsl:apply-templates select="c:recordTarget/c:patientRole"/>
        <p>Kept by <xsl:value-of select="c:custodian//c:name"/>, made on <xsl:call-template name="day"><xsl:with-param name="time" select="c:effectiveTime/@value"/></xsl:call-template></p>
        <ul>
          <xsl:for-each select="c:component/c:structuredBody/c:component/c:section[c:text]">
            <li><a href="#section-{position()}"><xsl:value-of select="c:title"/></a></li>
          </xsl:for-each>
        </ul>
        <xsl:for-each select="c:component/c:structuredBody/c:component/c:section[c:text]">
          <h2 id="section-{position()}"><xsl:value-of select="c:title"/></h2>
          <xsl:apply-templates select="c:text/node()"/>
        </xsl:for-each>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="c:patientRole">
    <p>
      <b><xsl:for-each select="c:patient/c:name[1]/*"><xsl:value-of select="."/><xsl:text> </xsl:text></xsl:for-each></b>
      <xsl:if test="c:patient/c:birthTime/@value">, born <xsl:call-template name="day"><xsl:with-param name="time" select="c:patient/c:birthTime/@value"/></xsl:call-template></xsl:if>
    </p>
  </xsl:template>

  <xsl:template name="day">
    <xsl:param name="time"/>
    <xsl:value-of select="substring($time, 1, 4)"/>
    <xsl:if test="string-length($time) &gt; 5">-<xsl:value-of select="substring($time, 5, 2)"/></xsl:if>
    <xsl:if test="string-length($time) &gt; 7">-<xsl:value-of select="substring($time, 7, 2)"/></xsl:if>
  </xsl:template>

  <xsl:template match="c:paragraph"><p><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="c:list"><ul><xsl:apply-templates/></ul></xsl:template>
  <xsl:template match="c:item"><li><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="c:br"><br/></xsl:template>
  <xsl:template match="c:table"><table><xsl:apply-templates/></table></xsl:template>
  <xsl:template match="c:thead"><thead><xsl:apply-templates/></thead></xsl:template>
  <xsl:template match="c:tbody"><tbody><xsl:apply-templates/></tbody></xsl:template>
  <xsl:template match="c:tr"><tr><xsl:apply-templates/></tr></xsl:template>
  <xsl:template match="c:th"><th><xsl:apply-templates/></th></xsl:template>
  <xsl:template match="c:td"><td><xsl:apply-templates/></td></xsl:template>
  <xsl:template match="c:renderMultiMedia">[A picture is not shown]</xsl:template>
</xsl:stylesheet>
