// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "awsplaces.h"
#include "credentials/acquisition.h"
#include "outsidevectors.h"
#include "scriptedfetch.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

using namespace credentials;
using namespace awsplaces;
using namespace std::chrono_literals;

namespace {

constexpr char Keys[] = "[base]\naws_access_key_id = B\naws_secret_access_key = BS\n";

QByteArray stsAnswer(const QByteArray &action, const QByteArray &id)
{
    return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action + "Result><Credentials><AccessKeyId>" +
           id + "</AccessKeyId><SecretAccessKey>" + id + "S</SecretAccessKey><SessionToken>" + id +
           "T</SessionToken><Expiration>2001-09-09T01:46:40Z</Expiration></Credentials></" + action + "Result></" + action + "Response>";
}

QByteArray stsError(const QByteArray &code, const QByteArray &message)
{
    return "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message +
           "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
}

QByteArray isoIn(std::chrono::seconds time)
{
    return QDateTime::currentDateTimeUtc().addSecs(time.count()).toString(Qt::ISODate).toUtf8();
}

} // namespace

class TestAcquisition : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<ScriptedFetch> m_fetch;
    Variables m_variables;
    QString m_mfaCode;   // given to whoever wants one
    QString m_otherCode; // given instead when that one was refused
    QStringList m_refusedCodes;

    QByteArray acquired(const QByteArray &config, const QByteArray &credentialsFile, const QString &profile)
    {
        const auto files = parseAwsFiles(config, credentialsFile);
        AwsWishes wishes;
        wishes.profile = profile;
        m_variables.insert(QStringLiteral("HOME"), m_home->path());
        const QProcessEnvironment environment = environmentOf(m_variables);
        const auto plan = files ? planAwsCredentials(wishes, environment, *files) : s3::Result<AwsPlan>(files.error());
        if (!plan)
            return plan.error().code.toUtf8() + ": " + plan.error().message.toUtf8();
        ProviderMeans means = meansWith(*m_fetch, environment);
        Acquisition acquisition(*plan, means);
        connect(&acquisition, &Acquisition::mfaWanted, this, [&](const QString &, const QString &refusedCode) {
            if (!refusedCode.isEmpty())
                m_refusedCodes.append(refusedCode);
            acquisition.giveMfa(refusedCode.isEmpty() ? m_mfaCode : m_otherCode);
        });
        return outcomeOf(acquisition);
    }

    QByteArray role(const QByteArray &more = {})
    {
        return acquired("[profile r]\nregion = eu-west-1\nrole_arn = arn:r\nsource_profile = base\n" + more, Keys, QStringLiteral("r"));
    }

    QByteArray sso(const QByteArray &token)
    {
        // printf corp | sha1sum
        if (!token.isEmpty())
            write(ssoFile(), token);
        return acquired("[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n[sso-session corp]\nsso_region = "
                        "eu-west-1\nsso_start_url = https://corp.test/start\n",
            "", QStringLiteral("s"));
    }
    QString ssoFile() const { return m_home->filePath(QStringLiteral(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json")); }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_fetch = std::make_unique<ScriptedFetch>();
        m_variables.clear();
        m_mfaCode.clear();
        m_otherCode.clear();
        m_refusedCodes.clear();
    }

    void assumesARole()
    {
        m_fetch->say(200, stsAnswer("AssumeRole", "R"));
        QCOMPARE(role("external_id = x/y\nduration_seconds = 900\nrole_session_name = me\n"), QByteArray("keys R RS RT 1000000000"));
        QCOMPARE(m_fetch->seen.size(), 1);
        const s3::HttpRequest &request = m_fetch->seen.first();
        QCOMPARE(urlOf(request), QByteArray("https://sts.eu-west-1.amazonaws.com/"));
        QCOMPARE(request.body,
            QByteArray("Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Ar&RoleSessionName=me&ExternalId=x%2Fy&DurationSeconds=900"));
        QVERIFY(request.headers.value("Authorization").contains("Credential=B/"));
        QVERIFY(request.headers.value("Authorization").contains("/eu-west-1/sts/aws4_request"));
    }

    void rolesOneAfterTheOther()
    {
        m_fetch->setDirector([](const s3::HttpRequest &request) {
            return s3::HttpResponse{200, {}, stsAnswer("AssumeRole", request.body.contains("arn%3Aq") ? "Q" : "R")};
        });
        QCOMPARE(acquired("[profile r]\nrole_arn = arn:r\nsource_profile = q\n[profile q]\nrole_arn = arn:q\nsource_profile = base\n", Keys,
                     QStringLiteral("r")),
            QByteArray("keys R RS RT 1000000000"));
        QCOMPARE(m_fetch->seen.size(), 2);
        QVERIFY(m_fetch->seen.at(1).headers.value("Authorization").contains("Credential=Q/"));
        QCOMPARE(m_fetch->seen.at(1).headers.value("x-amz-security-token"), QByteArray("QT"));
    }

    void mfa()
    {
        m_fetch->say(200, stsAnswer("AssumeRole", "R"));
        QVERIFY(role("mfa_serial = arn:mfa/me\n").startsWith("MfaNeeded: "));
        QVERIFY(m_fetch->seen.isEmpty());
        m_mfaCode = QStringLiteral("123 456");
        QCOMPARE(role("mfa_serial = arn:mfa/me\n"), QByteArray("keys R RS RT 1000000000"));
        QVERIFY(m_fetch->seen.first().body.endsWith("&SerialNumber=arn%3Amfa%2Fme&TokenCode=123456"));
    }

    void aCodeThatIsNotTakenIsAskedForAgain()
    {
        m_mfaCode = QStringLiteral("111111");
        m_fetch->setDirector([](const s3::HttpRequest &request) {
            return request.body.contains("TokenCode=222222")
                       ? s3::HttpResponse{200, {}, stsAnswer("AssumeRole", "R")}
                       : s3::HttpResponse{
                             403, {}, stsError("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")};
        });
        // Nobody has another one: it is not sent twice.
        QVERIFY(role("mfa_serial = arn:mfa/me\n").startsWith("MfaNeeded: "));
        QCOMPARE(m_refusedCodes, QStringList{m_mfaCode});
        QCOMPARE(m_fetch->seen.size(), 1);
        m_otherCode = QStringLiteral("222222");
        QCOMPARE(role("mfa_serial = arn:mfa/me\n"), QByteArray("keys R RS RT 1000000000"));
        QCOMPARE(m_fetch->seen.size(), 3);
    }

    void aDeviceThatStsDoesNotKnowIsNotAskedTwice()
    {
        m_mfaCode = m_otherCode = QStringLiteral("111111");
        m_fetch->say(403, stsError("AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA "
                                                   "serial number is valid and associated with this user."));
        QVERIFY(role("mfa_serial = arn:mfa/me\n").startsWith("AccessDenied: "));
        QCOMPARE(m_fetch->seen.size(), 1);
        QVERIFY(m_refusedCodes.isEmpty());
    }

    void stsRefusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<int>("requests");
        QTest::newRow("denied") << 403 << stsError("AccessDenied", "User: arn:me is not authorized")
                                << QByteArray(
                                       "AccessDenied: The token service (STS) does not give the role arn:r: User: arn:me is not authorized")
                                << 1;
        QTest::newRow("expired keys") << 403 << stsError("ExpiredToken", "The security token is expired") << QByteArray("ExpiredToken: ")
                                      << 1;
        QTest::newRow("not wrapped") << 400 << QByteArray("<Error><Code>MalformedInput</Code><Message>no</Message></Error>")
                                     << QByteArray("MalformedInput: ") << 1;
        QTest::newRow("out of breath") << 503 << stsError("ServiceUnavailable", "later") << QByteArray("ServiceUnavailable: ") << 3;
        QTest::newRow("web page") << 200 << QByteArray("<html><body>Sign in to the train</body></html>") << QByteArray("CaptivePortal: ")
                                  << 1;
        QTest::newRow("redirect") << 302 << QByteArray() << QByteArray("CredentialsUnreadable: ") << 1;
        QTest::newRow("nothing") << 200 << QByteArray() << QByteArray("CredentialsUnreadable: ") << 1;
        QTest::newRow("other XML") << 200 << QByteArray("<a/>") << QByteArray("CredentialsUnreadable: ") << 1;
        QTest::newRow("half") << 200
                              << QByteArray("<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>R</AccessKeyId></Credentials>"
                                            "</AssumeRoleResult></AssumeRoleResponse>")
                              << QByteArray("CredentialsUnreadable: ") << 1;
        QTest::newRow("bomb") << 200 << QByteArray("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>") << QByteArray("CredentialsUnreadable: ")
                              << 1;
    }

    void stsRefusals()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, expected);
        QFETCH(int, requests);
        m_fetch->say(status, body);
        const QByteArray outcome = role();
        QVERIFY2(outcome.startsWith(expected), outcome.constData());
        QCOMPARE(m_fetch->seen.size(), requests);
    }

    void nobodyThereIsSaidAtOnce()
    {
        QCOMPARE(role(), QByteArray("ConnectionRefused: nobody"));
        QCOMPARE(m_fetch->seen.size(), 1);
    }

    void aLostConnectionIsTriedAgain()
    {
        int attempts = 0;
        m_fetch->setDirector([&attempts](const s3::HttpRequest &) -> s3::Result<s3::HttpResponse> {
            if (++attempts < 3)
                return s3::ownError(s3::ErrorKind::Transient, QStringLiteral("ConnectionLost"), QStringLiteral("lost"));
            return s3::HttpResponse{200, {}, stsAnswer("AssumeRole", "R")};
        });
        QCOMPARE(role(), QByteArray("keys R RS RT 1000000000"));
    }

    void aWrongClockIsCorrectedOnce()
    {
        const QDateTime theirs = QDateTime::currentDateTimeUtc().addSecs(-2400);
        m_fetch->setDirector([&theirs](const s3::HttpRequest &request) {
            const QDateTime signedAt =
                QDateTime::fromString(QString::fromLatin1(request.headers.value("x-amz-date")), QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
            s3::HttpResponse response{200, {}, stsAnswer("AssumeRole", "R")};
            if (std::abs(signedAt.secsTo(QDateTime(theirs.date(), theirs.time()))) > 300)
                response = {403, {}, stsError("SignatureDoesNotMatch", "Signature not yet current: 2026 is still later than 2026")};
            response.headers.set("Date", QLocale::c().toString(theirs, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1());
            return response;
        });
        QCOMPARE(role(), QByteArray("keys R RS RT 1000000000"));
        QCOMPARE(m_fetch->seen.size(), 2);
    }

    void webIdentity()
    {
        QVERIFY(write(m_home->filePath(QStringLiteral("token")), "jwt.jwt\n"));
        m_variables.insert(QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE"), m_home->filePath(QStringLiteral("token")));
        m_variables.insert(QStringLiteral("AWS_ROLE_ARN"), QStringLiteral("arn:w"));
        m_fetch->say(200, stsAnswer("AssumeRoleWithWebIdentity", "W"));
        QCOMPARE(acquired("", "", {}), QByteArray("keys W WS WT 1000000000"));
        QVERIFY(m_fetch->seen.first().body.endsWith("&WebIdentityToken=jwt.jwt"));
        QVERIFY(!m_fetch->seen.first().headers.has("Authorization"));
        QVERIFY(QFile::remove(m_home->filePath(QStringLiteral("token"))));
        QVERIFY(acquired("", "", {}).startsWith("FileUnreadable: "));
        m_variables.insert(QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE"), m_home->path());
        QVERIFY(acquired("", "", {}).contains("it is not a file"));
    }

    void ssoWithAGoodToken()
    {
        m_fetch->say(200, "{\"roleCredentials\":{\"accessKeyId\":\"S\",\"secretAccessKey\":\"SS\",\"sessionToken\":\"ST\",\"expiration\":"
                          "1000000000000}}");
        QCOMPARE(sso("{\"accessToken\":\"hush\",\"expiresAt\":\"2199-11-14T04:05:45UTC\"}"), QByteArray("keys S SS ST 1000000000"));
        QCOMPARE(urlOf(m_fetch->seen.first()),
            QByteArray("https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?account_id=1&role_name=R"));
        QCOMPARE(m_fetch->seen.first().headers.value("x-amz-sso_bearer_token"), QByteArray("hush"));
    }

    void ssoWithoutAToken_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("expired") << QByteArray("{\"accessToken\":\"hush\",\"expiresAt\":\"2020-11-14T04:05:45Z\"}");
        QTest::newRow("rubbish") << QByteArray("{]");
        QTest::newRow("registration expired") << QByteArray(
            "{\"accessToken\":\"hush\",\"expiresAt\":\"2020-11-14T04:05:45Z\",\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":"
            "\"s\",\"registrationExpiresAt\":\"2020-11-14T04:05:45Z\"}");
    }

    void ssoWithoutAToken()
    {
        QFETCH(QByteArray, token);
        const QByteArray outcome = sso(token);
        QVERIFY2(outcome.startsWith("SsoSignInNeeded: ") && outcome.endsWith("run: aws sso login --profile s"), outcome.constData());
        QVERIFY(m_fetch->seen.isEmpty());
    }

    void ssoThatEnded()
    {
        m_fetch->say(401, "{\"message\":\"Session token not found or invalid\"}");
        QVERIFY(sso("{\"accessToken\":\"hush\",\"expiresAt\":\"2199-11-14T04:05:45Z\"}").startsWith("SsoSignInNeeded: "));
        m_fetch->say(403, "{\"message\":\"No access\"}");
        const QByteArray outcome = sso({});
        QVERIFY2(outcome.startsWith("SsoRefused: ") && outcome.contains("No access"), outcome.constData());
        m_fetch->say(200, "<html>Welcome aboard</html>");
        QVERIFY(sso({}).startsWith("CaptivePortal: "));
    }

    void ssoIsRenewed()
    {
        m_fetch->setDirector([](const s3::HttpRequest &request) {
            return request.path == "/token"
                       ? s3::HttpResponse{200, {},
                             "{\"accessToken\":\"new\",\"expiresIn\":3600,\"refreshToken\":\"r2\",\"tokenType\":\"Bearer\"}"}
                       : s3::HttpResponse{200, {},
                             "{\"roleCredentials\":{\"accessKeyId\":\"S\",\"secretAccessKey\":\"SS\",\"sessionToken\":\"ST\","
                             "\"expiration\":1000000000000}}"};
        });
        const QByteArray more = "\"refreshToken\":\"r1\",\"clientId\":\"c\",\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2199-11-"
                                "14T04:05:45Z\",\"startUrl\":\"u\"}";
        QCOMPARE(sso("{\"accessToken\":\"old\",\"expiresAt\":\"" + isoIn(60s) + "\"," + more), QByteArray("keys S SS ST 1000000000"));
        QCOMPARE(m_fetch->seen.size(), 2);
        QCOMPARE(urlOf(m_fetch->seen.at(0)), QByteArray("https://oidc.eu-west-1.amazonaws.com/token"));
        QCOMPARE(m_fetch->seen.at(0).body,
            QByteArray("{\"clientId\":\"c\",\"clientSecret\":\"s\",\"grantType\":\"refresh_token\",\"refreshToken\":\"r1\"}"));
        QCOMPARE(m_fetch->seen.at(1).headers.value("x-amz-sso_bearer_token"), QByteArray("new"));
        // For the AWS tools as well: r1 may be used up.
        QFile file(ssoFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject stored = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(stored.value(QLatin1String("accessToken")).toString(), QStringLiteral("new"));
        QCOMPARE(stored.value(QLatin1String("refreshToken")).toString(), QStringLiteral("r2"));
        QCOMPARE(stored.value(QLatin1String("startUrl")).toString(), QStringLiteral("u"));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());

        // Not renewed, but good for a minute yet.
        m_fetch->seen.clear();
        m_fetch->setDirector([](const s3::HttpRequest &request) {
            return request.path == "/token" ? s3::HttpResponse{400, {}, "{\"error\":\"invalid_grant\"}"}
                                            : s3::HttpResponse{200, {},
                                                  "{\"roleCredentials\":{\"accessKeyId\":\"S\",\"secretAccessKey\":\"SS\",\"sessionToken\":"
                                                  "\"ST\",\"expiration\":1000000000000}}"};
        });
        QCOMPARE(sso("{\"accessToken\":\"old\",\"expiresAt\":\"" + isoIn(60s) + "\"," + more), QByteArray("keys S SS ST 1000000000"));
        QCOMPARE(m_fetch->seen.at(1).headers.value("x-amz-sso_bearer_token"), QByteArray("old"));
        QVERIFY(sso("{\"accessToken\":\"old\",\"expiresAt\":\"2020-11-14T04:05:45Z\"," + more).startsWith("SsoSignInNeeded: "));

        // Somebody else has used the refresh token up, and kept what came of it.
        m_fetch->seen.clear();
        m_fetch->setDirector([this](const s3::HttpRequest &request) {
            if (request.path == "/token") {
                write(ssoFile(), "{\"accessToken\":\"theirs\",\"expiresAt\":\"" + isoIn(3600s) + "\"}");
                return s3::HttpResponse{400, {}, "{\"error\":\"invalid_grant\"}"};
            }
            return s3::HttpResponse{200, {},
                "{\"roleCredentials\":{\"accessKeyId\":\"S\",\"secretAccessKey\":\"SS\",\"sessionToken\":\"ST\",\"expiration\":"
                "1000000000000}}"};
        });
        QCOMPARE(sso("{\"accessToken\":\"old\",\"expiresAt\":\"2020-11-14T04:05:45Z\"," + more), QByteArray("keys S SS ST 1000000000"));
        QCOMPARE(m_fetch->seen.last().headers.value("x-amz-sso_bearer_token"), QByteArray("theirs"));
    }

    void container()
    {
        m_variables.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"), QStringLiteral("http://127.0.0.1:8/v1?a=1"));
        m_variables.insert(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN"), QStringLiteral("first"));
        m_fetch->say(200, "{\"AccessKeyId\":\"C\",\"SecretAccessKey\":\"CS\",\"Token\":\"CT\",\"Expiration\":\"2001-09-09T01:46:40Z\"}");
        QCOMPARE(acquired("", "", {}), QByteArray("keys C CS CT 1000000000"));
        QCOMPARE(urlOf(m_fetch->seen.first()), QByteArray("http://127.0.0.1:8/v1?a=1"));
        QCOMPARE(m_fetch->seen.first().headers.value("Authorization"), QByteArray("first"));

        const QString file = m_home->filePath(QStringLiteral("token"));
        m_variables.insert(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), file);
        QVERIFY(write(file, "second\n"));
        QCOMPARE(acquired("", "", {}), QByteArray("keys C CS CT 1000000000"));
        QCOMPARE(m_fetch->seen.last().headers.value("Authorization"), QByteArray("second"));
        QVERIFY(write(file, "a\r\nHost: evil"));
        QVERIFY(acquired("", "", {}).contains("more than one line"));
        QVERIFY(write(file, "second"));
        m_fetch->say(400, "{\"code\":\"InvalidToken\",\"message\":\"who are you\"}");
        QVERIFY(acquired("", "", {}).contains("who are you"));
        m_fetch->say(200, "<html>");
        QVERIFY(acquired("", "", {}).contains("a web page came"));
    }

    void instance_data()
    {
        QTest::addColumn<int>("status");      // of the token
        QTest::addColumn<QByteArray>("keys"); // what the role has
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, int status, const QByteArray &keys, const char *expected) {
            QTest::newRow(name) << status << keys << QByteArray(expected);
        };
        row("good", 200,
            "{\"Code\":\"Success\",\"AccessKeyId\":\"I\",\"SecretAccessKey\":\"IS\",\"Token\":\"IT\",\"Expiration\":\"2001-09-09T01:46:"
            "40Z\"}",
            "keys I IS IT 1000000000");
        row("no token", 403, "", "NoCredentials: ");
        row("code", 200, "{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"EC2 cannot assume\"}", "NoCredentials: ");
        row("rubbish", 200, "hunter2", "NoCredentials: ");
    }

    void instance()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, keys);
        QFETCH(QByteArray, expected);
        m_fetch->setDirector([=](const s3::HttpRequest &request) {
            if (request.path == "/latest/api/token")
                return s3::HttpResponse{request.method == "PUT" ? status : 405, {}, "TOKEN=="};
            if (request.headers.value("x-aws-ec2-metadata-token") != "TOKEN==")
                return s3::HttpResponse{401, {}, {}};
            return s3::HttpResponse{200, {}, request.path.endsWith('/') ? QByteArray("my role") : keys};
        });
        const QByteArray outcome = acquired("", "", {});
        QVERIFY2(outcome.startsWith(expected), outcome.constData());
        QVERIFY(!outcome.contains("hunter2"));
        if (status == 200)
            QCOMPARE(urlOf(m_fetch->seen.last()), QByteArray("http://169.254.169.254/latest/meta-data/iam/security-credentials/my%20role"));
    }

    void noInstanceIsNoNews()
    {
        QCOMPARE(acquired("", "", {}),
            QByteArray("NoCredentials: There are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put a profile into "
                       "~/.aws/credentials."));
        QCOMPARE(m_fetch->seen.size(), 1);
        QVERIFY(acquired("[default]\nrole_arn = R\ncredential_source = Ec2InstanceMetadata\n", "", {}).startsWith("NoInstance: "));
    }

    // Whole histories from AWS's SDK for Rust: files, variables, and what passed over the wire.
    void outside_data() { outside::rowsOf(QStringLiteral("credential-chain.json"), "cases", "case"); }

    void outside()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("credential-chain.json")).constData());
        const QString root = m_home->path();
        const QJsonObject files = test.value(QLatin1String("files")).toObject();
        const auto placed = [&root, &files](QString text) { // "/token.jwt" is now elsewhere
            for (const QString &name : files.keys()) {
                if (!name.startsWith(QLatin1String("/home/")))
                    text.replace(
                        QRegularExpression(QLatin1String("(^|[ =])") + QRegularExpression::escape(name) + QLatin1String("(\\s|$)")),
                        QLatin1String("\\1") + root + name + QLatin1String("\\2"));
            }
            return text;
        };
        for (auto file = files.begin(); file != files.end(); ++file)
            QVERIFY(write(root + file.key(), placed(file->toString()).toUtf8()));
        Variables variables = variablesIn(test.value(QLatin1String("env")).toObject());
        for (QString &value : variables)
            value = placed(value);
        variables.insert(QStringLiteral("HOME"), root + QLatin1String("/home"));
        variables.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
        const QString config = files.value(QLatin1String("/home/.aws/config")).toString();
        // Cases of that provider know no keys of the environment, and do not go on to the machine: for us, a profile chosen by name.
        const bool isProfileOnly = test.value(QLatin1String("case")).toString().startsWith(QLatin1String("profile-provider/"));
        if (isProfileOnly && !config.contains(QLatin1String("credential_source")))
            variables.insert(QStringLiteral("AWS_EC2_METADATA_DISABLED"), QStringLiteral("true"));
        const QProcessEnvironment environment = environmentOf(variables);

        const QList<Recorded> recorded = recordedIn(test.value(QLatin1String("http")).toArray());
        qsizetype next = 0;
        QByteArray surprise;
        m_fetch->setDirector([&](const s3::HttpRequest &request) -> s3::Result<s3::HttpResponse> {
            // The recorded client gives up at once; asking again after trouble on the server's side is right.
            const bool wasTrouble = next > 0 && next == recorded.size() && recorded.last().status >= 500;
            if (wasTrouble && difference(request, recorded.last()).isEmpty())
                return s3::HttpResponse{recorded.last().status, {}, recorded.last().answer};
            if (next >= recorded.size()) {
                surprise = "more is asked than was recorded: " + urlOf(request);
                return s3::ownError(s3::ErrorKind::Offline, QStringLiteral("ConnectionRefused"), QString());
            }
            const Recorded &one = recorded.at(next++);
            if (surprise.isEmpty())
                surprise = difference(request, one);
            return s3::HttpResponse{one.status, {}, one.answer};
        });

        const auto read = readAwsFiles(environment);
        AwsWishes wishes;
        if (isProfileOnly)
            wishes.profile = environment.value(QStringLiteral("AWS_PROFILE"), QStringLiteral("default"));
        const auto plan = read ? planAwsCredentials(wishes, environment, *read) : s3::Result<AwsPlan>(read.error());
        QByteArray outcome = plan ? QByteArray() : "error " + plan.error().code.toUtf8();
        if (plan) {
            Acquisition acquisition(*plan, meansWith(*m_fetch, environment));
            outcome = outcomeOf(acquisition);
        }
        QVERIFY2(surprise.isEmpty(), surprise.constData());
        const QJsonObject expected = test.value(QLatin1String("expect")).toObject().value(QLatin1String("Ok")).toObject();
        // It pipes one program into another, for which the SDK for Rust has a shell and the AWS CLI and we have none.
        const bool needsShell = config.contains(QRegularExpression(QStringLiteral("credential_process *=.*[|<>]")));
        if (expected.isEmpty() || needsShell) {
            QVERIFY2(!outcome.startsWith("keys"), outcome.constData());
            return;
        }
        const auto field = [&expected](const char *name) { return expected.value(QLatin1String(name)).toString().toUtf8(); };
        const QByteArray expiry = expected.contains(QLatin1String("expiry"))
                                      ? QByteArray::number(expected.value(QLatin1String("expiry")).toInteger())
                                      : QByteArray("never");
        QCOMPARE(
            outcome, "keys " + field("access_key_id") + ' ' + field("secret_access_key") + ' ' + field("session_token") + ' ' + expiry);
        QCOMPARE(next, recorded.size());
    }

    // botocore's answers to the same files and variables, where somebody has to be asked first.
    void outsideResolution_data()
    {
        outside::rowsOf(QStringLiteral("resolution.json"), "cases", "name", [](const QJsonObject &test) {
            const QJsonObject keys = test.value(QLatin1String("expect")).toObject().value(QLatin1String("credentials")).toObject();
            return keys.contains(QLatin1String("error")) || outside::text(keys, "method") == QLatin1String("custom-process");
        });
    }

    void outsideResolution()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("resolution.json")).constData());
        QProcessEnvironment environment = outside::placeCase(test, *m_home);
        environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
        AwsWishes wishes;
        wishes.profile = outside::text(test, "profile");
        const auto files = readAwsFiles(environment);
        const auto plan = files ? planAwsCredentials(wishes, environment, *files) : s3::Result<AwsPlan>(files.error());
        QByteArray outcome = plan ? QByteArray() : plan.error().code.toUtf8();
        if (plan) {
            Acquisition acquisition(*plan, meansWith(*m_fetch, environment));
            outcome = outcomeOf(acquisition);
        }
        const QJsonObject wanted = test.value(QLatin1String("expect")).toObject().value(QLatin1String("credentials")).toObject();
        if (wanted.contains(QLatin1String("error"))) {
            QVERIFY(!outcome.isEmpty());
            QVERIFY(!outcome.startsWith("keys")); // not printed: it would hold a secret
            return;
        }
        const auto field = [&wanted](const char *name) { return outside::text(wanted, name).toUtf8(); };
        QVERIFY(outcome.startsWith("keys " + field("access_key_id") + ' ' + field("secret_access_key") + ' ' + field("session_token")));
    }

private:
    struct Recorded {
        QString method, uri;
        QJsonObject headers;
        QByteArray body;
        int status = 0;
        QByteArray answer;
    };

    static QList<Recorded> recordedIn(const QJsonArray &events)
    {
        QList<Recorded> all;
        for (const QJsonValue &event : events) {
            const QJsonObject action = event.toObject().value(QLatin1String("action")).toObject();
            if (action.contains(QLatin1String("Request"))) {
                const QJsonObject request = action.value(QLatin1String("Request")).toObject().value(QLatin1String("request")).toObject();
                all.append({request.value(QLatin1String("method")).toString(), request.value(QLatin1String("uri")).toString(),
                    request.value(QLatin1String("headers")).toObject(), {}, 0, {}});
            } else if (action.contains(QLatin1String("Response"))) {
                all.last().status = action.value(QLatin1String("Response"))
                                        .toObject()
                                        .value(QLatin1String("response"))
                                        .toObject()
                                        .value(QLatin1String("Ok"))
                                        .toObject()
                                        .value(QLatin1String("status"))
                                        .toInt();
            } else if (action.contains(QLatin1String("Data"))) {
                const QJsonObject data = action.value(QLatin1String("Data")).toObject();
                const QByteArray text = data.value(QLatin1String("data")).toObject().value(QLatin1String("Utf8")).toString().toUtf8();
                (data.value(QLatin1String("direction")).toString() == QLatin1String("Request") ? all.last().body : all.last().answer) +=
                    text;
            }
        }
        return all;
    }

    // What has to be the same: where, and what is wanted of whom. Not the names of sessions, the signatures and the tokens of that day.
    static QByteArray difference(const s3::HttpRequest &request, const Recorded &recorded)
    {
        const auto items = [](const QByteArray &query) {
            auto list = QUrlQuery(QString::fromUtf8(query)).queryItems(QUrl::FullyDecoded);
            std::sort(list.begin(), list.end());
            return list;
        };
        const QUrl there(recorded.uri), here(QString::fromUtf8(urlOf(request)));
        const auto path = [](const QUrl &url) { return url.path().isEmpty() ? QStringLiteral("/") : url.path(); };
        if (QString::fromLatin1(request.method) != recorded.method || here.scheme() != there.scheme() ||
            here.authority() != there.authority() || path(here) != path(there) ||
            items(here.query().toUtf8()) != items(there.query().toUtf8()))
            return request.method + ' ' + urlOf(request) + " instead of " + recorded.method.toUtf8() + ' ' + recorded.uri.toUtf8();
        for (const char *name : {"x-aws-ec2-metadata-token", "x-aws-ec2-metadata-token-ttl-seconds", "x-amz-sso_bearer_token"}) {
            const QJsonValue value = recorded.headers.value(QLatin1String(name));
            if (!value.isUndefined() && request.headers.value(name) != value.toArray().first().toString().toUtf8())
                return QByteArray("another ") + name;
        }
        const auto ours = items(request.body), theirs = items(recorded.body);
        for (const auto &[name, value] : theirs) {
            if ((name == QLatin1String("Action") || name == QLatin1String("Version") || name == QLatin1String("ExternalId")) &&
                !ours.contains({name, value}))
                return "another " + name.toUtf8();
        }
        return {};
    }
};

QTEST_GUILESS_MAIN(TestAcquisition)
#include "tst_acquisition.moc"
