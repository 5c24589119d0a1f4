// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/commandline.h"

#include <QCommandLineParser>
#include <QDir>
#include <QHostAddress>

namespace sandbox {

namespace {

QString defaultDirectory()
{
    const QString data = qEnvironmentVariable("XDG_DATA_HOME");
    return (data.isEmpty() ? QDir::homePath() + QStringLiteral("/.local/share") : data) + QStringLiteral("/davit-sandbox");
}

// "5242880", "5MiB", "64k"; nothing for other texts.
std::optional<qint64> sizeFrom(const QString &text)
{
    static const QList<QPair<QString, qint64>> units{{QStringLiteral("gib"), s3::GiB}, {QStringLiteral("mib"), s3::MiB},
        {QStringLiteral("kib"), 1024}, {QStringLiteral("g"), s3::GiB}, {QStringLiteral("m"), s3::MiB}, {QStringLiteral("k"), 1024}};
    QString number = text.toLower().trimmed();
    if (number.endsWith(QLatin1String("/s")))
        number.chop(2);
    qint64 unit = 1;
    for (const auto &[name, factor] : units) {
        if (!number.endsWith(name))
            continue;
        number.chop(name.size());
        unit = factor;
        break;
    }
    bool ok = false;
    const qint64 value = number.trimmed().toLongLong(&ok);
    if (!ok || value < 0 || value > std::numeric_limits<qint64>::max() / unit)
        return {};
    return value * unit;
}

std::unique_ptr<QCommandLineParser> makeParser()
{
    auto parser = std::make_unique<QCommandLineParser>();
    const auto text = [](const char *latin1) { return QString::fromLatin1(latin1); };
    parser->setApplicationDescription(
        text("An S3 server for this machine alone: strict about signatures, checksums and limits, and able to fail on demand."));
    parser->addOptions({
        {{text("h"), text("help")}, text("Show this.")},
        {text("port"), text("Listen on this port (0 = any free one). Default: 9580, or a free one when it is taken."), text("N")},
        {text("bind"), text("Address to listen on; only 127.0.0.1 is taken."), text("ADDRESS"), text("127.0.0.1")},
        {text("dir"), text("Keep buckets and unfinished uploads in this folder. Default: $XDG_DATA_HOME/davit-sandbox."), text("DIR")},
        {text("bucket"), text("Make this bucket when it is missing; may be repeated."), text("NAME")},
        {text("access-key"), text("The access key that is known here."), text("KEY"), text(DemoAccessKey)},
        {text("secret-key"), text("Its secret."), text("SECRET"), text(DemoSecretKey)},
        {text("session-token"), text("Demand this session token with the access key."), text("TOKEN")},
        {text("region"), text("The region of this server."), text("NAME"), text("us-east-1")},
        {text("domain"), text("Host name for virtual-host style (BUCKET.DOMAIN), beside s3.localhost and localhost; may be repeated."),
            text("DOMAIN")},
        {text("tls-cert"), text("Serve https with this certificate (PEM)."), text("FILE")},
        {text("tls-key"), text("The certificate's key (PEM)."), text("FILE")},
        {text("min-part-size"), text("Smallest part but the last."), text("SIZE"), text("5MiB")},
        {text("max-parts"), text("Most parts of an upload."), text("N"), text("10000")},
        {text("page-size"), text("Most entries of a listing."), text("N"), text("1000")},
        {text("rate"), text("Receive at most this much, over all connections together."), text("BYTES/s")},
        {text("fault"),
            text("Fail in this way: NAME[:op=UploadPart,part=N,nth=N,count=N,probability=P,seed=N,…]; may be repeated. Names: ") +
                QString::fromLatin1(faultNames().join(", ")) + QLatin1Char('.'),
            text("FAULT")},
        {text("print-env"), text("Also print the environment variables with which the AWS tools find this server.")},
    });
    return parser;
}

} // namespace

std::variant<Invocation, QString> invocationFrom(const QStringList &arguments)
{
    const auto parser = makeParser();
    if (!parser->parse(arguments))
        return parser->errorText();
    if (!parser->positionalArguments().isEmpty())
        return QStringLiteral("Unexpected argument '%1'.").arg(parser->positionalArguments().constFirst());
    Invocation invocation;
    Settings &settings = invocation.settings;
    const auto value = [&](const char *name) { return parser->value(QLatin1String(name)); };
    invocation.wantsHelp = parser->isSet(QStringLiteral("help"));
    invocation.wantsEnvironment = parser->isSet(QStringLiteral("print-env"));
    if (value("bind") != QLatin1String("127.0.0.1"))
        return QStringLiteral("The sandbox listens on 127.0.0.1 only: its keys are public.");
    bool portOk = true;
    settings.port = parser->isSet(QStringLiteral("port")) ? value("port").toUShort(&portOk) : DefaultPort;
    settings.mayUseAnotherPort = !parser->isSet(QStringLiteral("port"));
    bool partsOk = false;
    settings.limits.maxParts = value("max-parts").toInt(&partsOk);
    bool pageOk = false;
    settings.pageSize = value("page-size").toInt(&pageOk);
    const auto minimum = sizeFrom(value("min-part-size"));
    const auto rate = parser->isSet(QStringLiteral("rate")) ? sizeFrom(value("rate")) : std::optional<qint64>(0);
    if (!portOk || !partsOk || !pageOk || settings.pageSize < 1 || settings.limits.maxParts < 1 || !minimum || !rate)
        return QStringLiteral(
            "--port, --max-parts and --page-size are numbers; --min-part-size and --rate are bytes, as in 64KiB or 8MiB.");
    settings.limits.minPartSize = *minimum;
    settings.bytesPerSecond = *rate;
    settings.directory = parser->isSet(QStringLiteral("dir")) ? value("dir") : defaultDirectory();
    settings.buckets = parser->values(QStringLiteral("bucket"));
    settings.region = value("region").toLatin1();
    const QStringList domains = parser->values(QStringLiteral("domain"));
    for (const QString &domain : domains)
        settings.domains.prepend(domain.toLower().toLatin1());
    settings.identities = {{value("access-key").toUtf8(), value("secret-key").toUtf8(), value("session-token").toUtf8(), {}}};
    settings.tlsCertificate = value("tls-cert");
    settings.tlsKey = value("tls-key");
    if (settings.tlsCertificate.isEmpty() != settings.tlsKey.isEmpty())
        return QStringLiteral("--tls-cert and --tls-key need one another.");
    const QStringList faults = parser->values(QStringLiteral("fault"));
    for (const QString &text : faults) {
        const auto fault = faultFromText(text);
        if (const auto *problem = std::get_if<QString>(&fault))
            return QStringLiteral("--fault %1: %2").arg(text, *problem);
        invocation.faults << std::get<Fault>(fault);
    }
    return invocation;
}

QString helpText()
{
    // Ready to be copied into a shell: the demo pair is published, and the server answers this machine alone.
    return makeParser()->helpText() + QStringLiteral("\nWith the AWS tools, in another terminal:\n") +
           environmentText(Settings(), "http://127.0.0.1:" + QByteArray::number(DefaultPort)) +
           QStringLiteral("aws --endpoint-url \"$AWS_ENDPOINT_URL\" s3 ls\n");
}

QString environmentText(const Settings &settings, const QByteArray &endpoint)
{
    const s3::Credentials &identity = settings.identities.constFirst();
    QString text =
        QStringLiteral("export AWS_ENDPOINT_URL=%1\nexport AWS_REGION=%2\nexport AWS_ACCESS_KEY_ID=%3\nexport AWS_SECRET_ACCESS_KEY=%4\n")
            .arg(QString::fromLatin1(endpoint), QString::fromLatin1(settings.region), QString::fromUtf8(identity.accessKeyId),
                QString::fromUtf8(identity.secretAccessKey));
    if (!identity.sessionToken.isEmpty())
        text += QStringLiteral("export AWS_SESSION_TOKEN=%1\n").arg(QString::fromUtf8(identity.sessionToken));
    return text;
}

} // namespace sandbox
