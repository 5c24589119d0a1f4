// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/lifecycledialog.h"

#include "s3/permissions.h"
#include "ui/counted.h"
#include "ui/dialogpieces.h"
#include "ui/fieldaccessible.h"
#include "ui/formatting.h"
#include "ui/keyrules.h"
#include "ui/lifecyclewords.h"
#include "ui/messages.h"
#include "ui/permissiondialog.h"
#include "ui/plaintext.h"
#include "ui/queued.h"
#include "ui/unfinishedwords.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

LifecycleDialog::LifecycleDialog(upload::LifecycleEditor &editor, const upload::Connection &connection, const QStringList &buckets,
    const QString &bucket, const QList<OwnUpload> &own, const QDateTime &serverNow, QWidget *parent)
    : QDialog(parent)
    , m_editor(editor)
    , m_connection(connection)
    , m_own(own)
    , m_serverNow(serverNow)
{
    nameFieldsByTheirLabels();
    setObjectName(QStringLiteral("lifecycleDialog"));
    setWindowTitle(tr("Clean up automatically"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    auto *place = new QHBoxLayout;
    place->setSpacing(12);
    auto *label = new QLabel(tr("Bucket"), this);
    label->setProperty("muted", true);
    m_bucket = new QComboBox(this);
    m_bucket->setObjectName(QStringLiteral("lifecycleBucket"));
    m_bucket->setAccessibleName(label->text());
    m_bucket->setEditable(true);
    m_bucket->setInsertPolicy(QComboBox::NoInsert);
    m_bucket->addItems(buckets);
    m_bucket->setEditText(bucket);
    m_bucket->lineEdit()->setAccessibleName(label->text());
    label->setBuddy(m_bucket);
    place->addWidget(label);
    place->addWidget(m_bucket, 1);
    column->addLayout(place);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(reasonPage());
    m_pages->addWidget(rulesPage());
    column->addWidget(m_pages, 1);
    buildFooter(column);

    m_rest.setSingleShot(true);
    m_rest.setInterval(400);
    connect(&m_rest, &QTimer::timeout, this, &LifecycleDialog::read);
    connect(m_bucket, &QComboBox::currentTextChanged, this, &LifecycleDialog::bucketChanged);
    connect(m_on, &QCheckBox::toggled, this, &LifecycleDialog::refresh);
    connect(m_days, &QSpinBox::valueChanged, this, &LifecycleDialog::refresh);
    connectEditor();
    setMinimumWidth(520);
    resize(parentWidget() ? qBound(560, parentWidget()->width() - 40, 680) : 680, 580);
    if (bucket.isEmpty())
        bucketChanged();
    else
        read();
    m_bucket->setFocus();
}

void LifecycleDialog::connectEditor()
{
    using upload::LifecycleEditor;
    connect(
        &m_editor, &LifecycleEditor::found, this,
        [this](const QString &id, const QString &name, const s3::LifecycleConfiguration &configuration) {
            if (!isAwaited(Stage::Reading, id, name))
                return;
            showRules(configuration, m_keepWish);
            if (std::exchange(m_unproven, false))
                Q_EMIT changed(name, configuration);
        },
        Qt::QueuedConnection);
    connect(
        &m_editor, &LifecycleEditor::written, this,
        [this](const QString &id, const QString &name, const s3::LifecycleConfiguration &configuration) {
            if (!isAwaited(Stage::Writing, id, name))
                return;
            setWords(m_note, outcomeSentence(configuration));
            showRules(configuration, false);
            Q_EMIT changed(name, configuration);
        },
        Qt::QueuedConnection);
    connect(
        &m_editor, &LifecycleEditor::refused, this,
        [this](const QString &id, const QString &name, const s3::Error &error, s3::Operation operation) {
            if (isAwaited(Stage::Writing, id, name) || isAwaited(Stage::Reading, id, name))
                refuse(error, operation);
        },
        Qt::QueuedConnection);
}

QString LifecycleDialog::bucket() const
{
    return m_bucket->currentText().trimmed();
}

// An answer about a bucket that stood there a while ago is nobody's.
bool LifecycleDialog::isAwaited(Stage stage, const QString &connectionId, const QString &bucketName) const
{
    return m_stage == stage && connectionId == m_connection.id && bucketName == bucket();
}

void LifecycleDialog::bucketChanged()
{
    const QString trouble = bucketTrouble(bucket(), m_connection.endpoint, s3::Concern::BucketItself);
    setWords(m_note, {});
    setWords(m_trouble, {});
    m_keepWish = false;
    m_unproven = false;
    setStage(Stage::Typing);
    setWords(m_reason, trouble);
    if (trouble.isEmpty())
        m_rest.start();
    else
        m_rest.stop();
}

void LifecycleDialog::read()
{
    m_rest.stop();
    m_reason->setToolTip({});
    setWords(m_reason, tr("Reading the rules of “%1”…").arg(shortened(bucket(), 40)));
    setStage(Stage::Reading);
    queued(m_editor, [id = m_connection.id, name = bucket()](upload::LifecycleEditor &editor) { editor.read(id, name); });
}

void LifecycleDialog::write()
{
    setWords(m_note, {});
    setWords(m_trouble, {});
    const s3::LifecycleConfiguration wish = wished();
    setStage(Stage::Writing);
    queued(m_editor, [id = m_connection.id, name = bucket(), shown = m_shown, wish](
                         upload::LifecycleEditor &editor) { editor.write(id, name, shown, wish); });
}

void LifecycleDialog::showRules(const s3::LifecycleConfiguration &configuration, bool keepWish)
{
    m_shown = configuration;
    m_keepWish = false;
    QStringList lines;
    for (const s3::LifecycleRule &rule : configuration.rules)
        lines.append(ruleLine(rule));
    m_rules->setPlainText(lines.join(QLatin1Char('\n')));
    m_rules->setVisible(!lines.isEmpty());
    setWords(m_rulesCaption, lines.isEmpty()
                                 ? tr("This bucket has no rules: unfinished uploads stay, and cost, until somebody deletes them.")
                                 : tr("The rules of this bucket:"));
    if (!keepWish) {
        const QSignalBlocker quiet(m_on), quieter(m_days);
        const s3::LifecycleRule *rule = s3::wholeBucketAbortRule(configuration);
        m_on->setChecked(rule);
        if (rule) {
            m_days->setMaximum(std::max(m_days->maximum(), *rule->abortAfterDays));
            m_days->setValue(*rule->abortAfterDays);
        }
    }
    setStage(Stage::Shown);
}

void LifecycleDialog::refuse(const s3::Error &error, s3::Operation operation)
{
    const bool wasWriting = m_stage == Stage::Writing;
    m_refusal = error;
    m_refused = operation;
    m_denied = s3::lacksPermission(error);
    if (error.code == QLatin1String("LifecycleNotProven")) {
        refuseWritten(error);
        return;
    }
    if (wasWriting && (error.code == QLatin1String("LifecycleChanged") || error.code == QLatin1String("LifecycleNotKept"))) {
        // What the bucket has by now is what has to be looked at; what was wished stays in the fields.
        const bool isChanged = error.code == QLatin1String("LifecycleChanged");
        m_keepWish = isChanged;
        read();
        setWords(m_trouble, isChanged ? tr("Somebody changed the rules of this bucket meanwhile, so nothing was written. These are the new "
                                           "ones: look at what would change, then write again.")
                                      : tr("The server took the rule and does not show it now: unfinished uploads will not be deleted by "
                                           "themselves. These are the rules that it has."));
        return;
    }
    const QString words = m_denied ? missingPermission(m_refused, bucket()) : sentence(error);
    if (wasWriting && error.code != QLatin1String("NoLifecycle")) {
        setWords(m_trouble, error.code == QLatin1String("LifecycleWouldLose")
                                ? tr("The change would touch a rule that is about something else, so nothing was written.")
                                : words);
        setStage(Stage::Shown);
        return;
    }
    setWords(m_trouble, {});
    setWords(m_reason,
        error.code == QLatin1String("NoLifecycle")
            ? tr("This server has no rules that delete unfinished uploads by themselves. Cancel them by hand, under Unfinished uploads.")
            : words);
    setStage(Stage::Refused);
}

void LifecycleDialog::refuseWritten(const s3::Error &error)
{
    // The same credentials have just written: a 403 to the reading is about its permission, whatever code it came with.
    m_denied = error.httpStatus == 403;
    m_unproven = true;
    QStringList words = {tr("The server took the rule, and it could not be read again: nothing proves that the server keeps it.")};
    if (m_denied)
        words.append(missingPermission(m_refused, bucket()));
    setWords(m_trouble, {});
    setWords(m_reason, words.join(QLatin1Char(' ')));
    m_reason->setToolTip(tipText(technicalDetails(error)));
    setStage(Stage::Refused);
}

void LifecycleDialog::done(int result)
{
    if (m_stage != Stage::Writing)
        QDialog::done(result);
}

void LifecycleDialog::setStage(Stage stage)
{
    m_stage = stage;
    const bool shown = stage == Stage::Shown || stage == Stage::Writing;
    const bool hasNone = stage == Stage::Refused && m_refusal.code == QLatin1String("NoLifecycle");
    m_pages->setCurrentIndex(shown ? 1 : 0);
    m_busy->setVisible(stage == Stage::Reading);
    m_readAgain->setVisible(stage == Stage::Refused && !hasNone);
    m_bucket->setEnabled(stage != Stage::Writing);
    m_on->setEnabled(stage != Stage::Writing);
    m_permission->setVisible(!hasNone && (stage == Stage::Refused || (stage == Stage::Shown && !m_trouble->isHidden())) && m_denied);
    m_close->setEnabled(stage != Stage::Writing);
    m_write->setVisible(shown);
    refresh();
}

s3::LifecycleConfiguration LifecycleDialog::wished() const
{
    return m_on->isChecked() ? s3::withAbortAfter(m_shown, m_days->value()) : s3::withoutAbort(m_shown);
}

QList<OwnUpload> LifecycleDialog::endangered() const
{
    QList<OwnUpload> found;
    const QDateTime oldest = m_serverNow.addDays(-m_days->value());
    std::copy_if(m_own.begin(), m_own.end(), std::back_inserter(found), [this, &oldest](const OwnUpload &each) {
        return each.ours == upload::Ours::Paused && each.address.object.bucket == bucket() && each.begun.isValid() && each.begun <= oldest;
    });
    return found;
}

void LifecycleDialog::refresh()
{
    const bool writing = m_stage == Stage::Writing;
    m_days->setEnabled(m_on->isChecked() && !writing);
    m_days->setSuffix(m_days->value() == 1 ? tr(" day") : tr(" days"));
    if (m_stage != Stage::Shown && !writing)
        return;
    const RuleDifference difference = differenceOf(m_shown, wished());
    const auto marked = [](const QStringList &lines, QChar mark) {
        QStringList all;
        for (const QString &line : lines)
            all.append(QStringLiteral("%1 %2").arg(mark).arg(line));
        return all.join(QLatin1Char('\n'));
    };
    setWords(m_removed, marked(difference.removed, QChar(0x2212)));
    setWords(m_added, marked(difference.added, QLatin1Char('+')));
    setWords(m_others, counted(difference.unchanged, tr("1 other rule stays as it is."), tr("%1 other rules stay as they are.")));
    m_others->setVisible(difference.unchanged > 0);
    m_difference->setVisible(!difference.isEmpty());
    if (!difference.isEmpty() && !writing)
        setWords(m_note, {}); // what was written is no longer what is wished

    const int days = m_days->value();
    QStringList warnings;
    if (m_on->isChecked()) {
        const QString ours = endangeredText(endangered(), days, difference.isEmpty(), m_serverNow);
        if (!ours.isEmpty())
            warnings.append(ours);
        if (!difference.isEmpty())
            warnings.append(counted(days, tr("Uploads of others that are older than 1 day go too, also those that are still running."),
                tr("Uploads of others that are older than %1 days go too, also those that are still running.")));
    }
    setWords(m_warningText, warnings.join(QLatin1Char('\n')));
    m_warning->setVisible(!warnings.isEmpty());
    rename(m_write, writing ? tr("Writing…") : m_on->isChecked() || difference.isEmpty() ? tr("Write the rule") : tr("Remove the rule"));
    m_write->setEnabled(!writing && !difference.isEmpty());
    m_write->setDefault(warnings.isEmpty()); // what deletes is not done by a mere Enter
}

void LifecycleDialog::explainPermission()
{
    auto *dialog = new PermissionDialog(m_connection, bucket(), m_refused, m_refusal, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace ui
