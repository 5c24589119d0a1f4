// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What is known of an endpoint, by the hour: its credentials from the first question to the sign-in that somebody has to do, its clock, and
// who goes first.

#include "upload/endpointstate.h"

#include <QTest>

using namespace upload;
using namespace std::chrono_literals;
using s3::ErrorKind;
using Ask = EndpointState::Ask;
using Sign = EndpointState::Sign;

namespace {

s3::Credentials credentials(const char *token, const QDateTime &expiry = {})
{
    return {"AKID", "secret", token, expiry};
}

s3::Error error(ErrorKind kind)
{
    return s3::ownError(kind, QStringLiteral("Code"), QStringLiteral("words"));
}

const TimePoint T{1000h};
const QDateTime Utc = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);

EndpointState ready(const s3::Credentials &given)
{
    EndpointState state;
    std::ignore = state.askNow(T, Utc);
    state.given(given, T, Utc);
    return state;
}

} // namespace

class tst_EndpointState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void askedOnce()
    {
        EndpointState state;
        QVERIFY(!state.mayTake(T, 8));
        QCOMPARE(state.askNow(T, Utc), Ask::Any);
        QCOMPARE(state.askNow(T, Utc), Ask::Nothing);
        state.given(credentials("1"), T, Utc);
        QVERIFY(state.mayTake(T, 8));
        QCOMPARE(state.askNow(T + 10000h, Utc.addDays(400)), Ask::Nothing); // long-lived
    }

    void refreshedBeforeTheyExpire()
    {
        EndpointState state = ready(credentials("1", Utc.addSecs(3600)));
        QCOMPARE(state.askNow(T, Utc), Ask::Nothing);
        QCOMPARE(state.askNow(T + 47min, Utc.addSecs(47 * 60)), Ask::Nothing);
        QCOMPARE(state.askNow(T + 49min, Utc.addSecs(49 * 60)), Ask::Fresh);
        QVERIFY(state.mayTake(T + 49min, 8)); // goes on meanwhile
        QCOMPARE(state.askNow(T + 49min, Utc.addSecs(49 * 60)), Ask::Nothing);
        const int before = state.round;
        state.given(credentials("2", Utc.addSecs(7200)), T + 49min, Utc.addSecs(49 * 60));
        QCOMPARE(state.round, before + 1);
        QCOMPARE(state.askNow(T + 60min, Utc.addSecs(3600)), Ask::Nothing);
    }

    void aFailedRefreshKeepsWhatIsStillGood()
    {
        EndpointState state = ready(credentials("1", Utc.addSecs(3600)));
        QCOMPARE(state.askNow(T + 50min, Utc.addSecs(3000)), Ask::Fresh);
        state.refused(error(ErrorKind::CredentialsExpired), T + 50min);
        QVERIFY(state.mayTake(T + 50min, 8));
        QCOMPARE(state.askNow(T + 50min + 30s, Utc.addSecs(3030)), Ask::Nothing); // not in a hot loop
        QCOMPARE(state.askNow(T + 52min, Utc.addSecs(3120)), Ask::Fresh);
        state.given(credentials("1", Utc.addSecs(3600)), T + 52min, Utc.addSecs(3120)); // the source has no newer ones yet
        QCOMPARE(state.askNow(T + 52min + 1s, Utc.addSecs(3121)), Ask::Nothing);
        // Over: nothing leaves with them any more.
        QCOMPARE(state.askNow(T + 60min, Utc.addSecs(3600)), Ask::Fresh);
        QVERIFY(!state.mayTake(T + 60min, 8));
        state.refused(error(ErrorKind::CredentialsExpired), T + 60min);
        QCOMPARE(state.sign, Sign::Refused);
    }

    void theExpiryIsTheServersTime()
    {
        EndpointState state = ready(credentials("1", Utc.addSecs(3600)));
        state.clockOffset = 40min; // the server is ahead
        QCOMPARE(state.askNow(T + 15min, Utc.addSecs(900)), Ask::Fresh);
    }

    void expiredOnesAreNotTaken()
    {
        EndpointState state;
        std::ignore = state.askNow(T, Utc);
        state.given(credentials("1", Utc.addSecs(-5)), T, Utc);
        QCOMPARE(state.sign, Sign::Refused);
        QCOMPARE(state.refusal.code, QStringLiteral("SignInNeeded"));
    }

    void manyThatExpiredTogetherAreOneRefresh()
    {
        EndpointState state = ready(credentials("1"));
        const int signedWith = state.round;
        int asked = 0;
        for (int part = 0; part < 30; ++part) {
            state.expired(signedWith, error(ErrorKind::CredentialsExpired), T);
            asked += state.askNow(T, Utc) == Ask::Fresh;
        }
        QCOMPARE(asked, 1);
        state.given(credentials("2"), T, Utc);
        for (int part = 0; part < 30; ++part) { // late answers to what was signed with the old ones
            state.expired(signedWith, error(ErrorKind::CredentialsExpired), T);
            QCOMPARE(state.askNow(T, Utc), Ask::Nothing);
        }
        QCOMPARE(state.sign, Sign::Ready);
    }

    void theSameAgainMeansSignIn()
    {
        EndpointState state = ready(credentials("1"));
        state.expired(state.round, error(ErrorKind::CredentialsExpired), T);
        QCOMPARE(state.askNow(T, Utc), Ask::Fresh);
        state.given(credentials("1"), T, Utc);
        QCOMPARE(state.sign, Sign::Refused);
        QCOMPARE(state.refusal.code, QStringLiteral("SignInNeeded"));
        QCOMPARE(state.refusal.kind, ErrorKind::CredentialsExpired);
        // Looks again now and then, by itself.
        QCOMPARE(state.askNow(T + 29s, Utc.addSecs(29)), Ask::Nothing);
        QCOMPARE(state.wakeAt(), std::optional(T + 30s));
        QCOMPARE(state.askNow(T + 30s, Utc.addSecs(30)), Ask::Fresh);
        QCOMPARE(state.askNow(T + 30s, Utc.addSecs(30)), Ask::Nothing);
        state.given(credentials("1"), T + 31s, Utc.addSecs(31));
        QCOMPARE(state.sign, Sign::Refused);
        QCOMPARE(state.wakeAt(), std::optional(T + 61s));
        QCOMPARE(state.askNow(T + 61s, Utc.addSecs(61)), Ask::Fresh);
        state.given(credentials("2"), T + 61s, Utc.addSecs(61));
        QCOMPARE(state.sign, Sign::Ready);
    }

    void newOnesThatAreRefusedTooMeanSignIn()
    {
        EndpointState state = ready(credentials("1"));
        state.expired(state.round, error(ErrorKind::CredentialsExpired), T);
        std::ignore = state.askNow(T, Utc);
        state.given(credentials("2"), T, Utc);
        state.expired(state.round, error(ErrorKind::CredentialsExpired), T);
        QCOMPARE(state.sign, Sign::Refused);
        QCOMPARE(state.askNow(T + 1s, Utc), Ask::Nothing);
    }

    void betweenTwoExpiriesThatWorkedNothingIsWrong()
    {
        EndpointState state = ready(credentials("1"));
        for (const char *token : {"2", "3", "4"}) {
            state.expired(state.round, error(ErrorKind::CredentialsExpired), T);
            QCOMPARE(state.askNow(T, Utc), Ask::Fresh);
            state.given(credentials(token), T, Utc);
            QCOMPARE(state.sign, Sign::Ready);
            state.accepted(state.round);
        }
    }

    void whatOnlySomebodyCanMendIsNotAskedAgainAndAgain_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("again");
        QTest::newRow("no such profile") << int(ErrorKind::NeedsUser) << false;
        QTest::newRow("nonsense in the file") << int(ErrorKind::Permanent) << false;
        QTest::newRow("expired") << int(ErrorKind::CredentialsExpired) << true;
        QTest::newRow("no network to STS") << int(ErrorKind::Offline) << true;
    }
    void whatOnlySomebodyCanMendIsNotAskedAgainAndAgain()
    {
        QFETCH(const int, kind);
        QFETCH(const bool, again);
        EndpointState state;
        std::ignore = state.askNow(T, Utc);
        state.refused(error(ErrorKind(kind)), T);
        QCOMPARE(state.sign, Sign::Refused);
        QCOMPARE(state.askNow(T + 1h, Utc.addSecs(3600)) == Ask::Fresh, again);
    }

    void theFirstGoesAlone()
    {
        const QString a = QStringLiteral("a");
        const QString b = QStringLiteral("b");
        EndpointState state = ready(credentials("1"));
        QVERIFY(state.mayMeet(a, T));
        state.meets(a, T);
        QVERIFY(!state.mayMeet(a, T));
        QVERIFY(!state.mayMeet(b, T)); // the clock is not known yet
        QVERIFY(state.meetingEnds(T) == T + 1s);
        QVERIFY(!state.mayMeet(b, T + 999ms));
        QVERIFY(state.mayMeet(b, T + 1s)); // one that hangs holds nobody up
        QVERIFY(!state.meetingEnds(T + 1s));
        s3::Error skewed = error(ErrorKind::ClockSkewed);
        skewed.httpStatus = 403;
        state.met(a, &skewed);
        QVERIFY(state.mayMeet(b, T)); // one of them, to see whether the correction was right
        state.meets(a, T);
        QVERIFY(!state.mayMeet(b, T));
        state.met(a, nullptr);
        for (int i = 0; i < 30; ++i) {
            QVERIFY(state.mayMeet(a, T));
            state.meets(a, T);
        }
        QVERIFY(state.mayMeet(b, T));
        state.meets(b, T);
        QVERIFY(!state.mayMeet(b, T)); // its region is not known yet
        s3::Error elsewhere = error(ErrorKind::WrongRegion);
        elsewhere.httpStatus = 400;
        state.met(b, &elsewhere);
        state.meets(b, T);
        QVERIFY(!state.mayMeet(b, T));
        s3::Error denied = error(ErrorKind::NeedsUser);
        denied.httpStatus = 403;
        state.met(b, &denied); // a refusal that is neither tells as much as a success
        state.meets(b, T);
        QVERIFY(state.mayMeet(b, T));
        state.serverChanged();
        QVERIFY(state.mayMeet(b, T));
        state.meets(b, T);
        QVERIFY(!state.mayMeet(a, T));
        const s3::Error offline = error(ErrorKind::Offline);
        state.met(b, &offline); // nobody was met
        state.meets(b, T);
        QVERIFY(!state.mayMeet(a, T));
    }

    void theClockFollowsTheServer()
    {
        EndpointState state;
        state.clockTold(3s);
        QCOMPARE(state.clockOffset, 0ms); // within the measurement
        state.clockTold(40min);
        QCOMPARE(state.clockOffset, std::chrono::milliseconds(40min));
        state.clockTold(40min + 2s);
        QCOMPARE(state.clockOffset, std::chrono::milliseconds(40min));
        state.clockTold(20min);
        QCOMPARE(state.clockOffset, std::chrono::milliseconds(20min));
        state.clockTold(-1s); // somebody has set it
        QCOMPARE(state.clockOffset, 0ms);
    }

    void aChangeIsAskedAboutAtOnce()
    {
        EndpointState state;
        QCOMPARE(state.askAnew(), Ask::Nothing); // nobody wanted any yet
        std::ignore = state.askNow(T, Utc);
        QCOMPARE(state.askAnew(), Ask::Nothing); // is being asked
        state.refused(error(ErrorKind::NeedsUser), T);
        QCOMPARE(state.askAnew(), Ask::Any);
        state.given(credentials("1"), T, Utc);
        QVERIFY(state.mayTake(T, 8));
        QCOMPARE(state.askAnew(), Ask::Any);
        QVERIFY(state.mayTake(T, 8));
        const int before = state.round;
        state.given(credentials("1"), T, Utc); // nothing new
        QCOMPARE(state.round, before);
    }
};

QTEST_APPLESS_MAIN(tst_EndpointState)
#include "tst_endpointstate.moc"
