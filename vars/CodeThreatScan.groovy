// Secrets in notebooks, found by ct-jupyter: a step of a shared library (this file is vars/CodeThreatScan.groovy).
//
//   CodeThreatScan(maxNumberOfCritical: 0, maxNumberOfHigh: 5, weaknessIs: 'secret.aws.*', condition: 'OR')

def call(Map arguments = [:]) {
    Map names = [
        maxNumberOfCritical: 'max_number_of_critical',
        maxNumberOfHigh    : 'max_number_of_high',
        maxNumberOfMedium  : 'max_number_of_medium',
        maxNumberOfLow     : 'max_number_of_low',
        weaknessIs         : 'weakness_is',
        condition          : 'condition',
        policyName         : 'policy_name',
        syncScan           : 'sync_scan',
    ]
    Map failedArgs = [:]
    boolean limited = false
    for (entry in arguments) {
        if (entry.key == 'package') {
            continue
        }
        if (!names.containsKey(entry.key)) {
            error("CodeThreatScan: unknown argument ${entry.key}; there are ${names.keySet().join(', ')}")
        }
        if (entry.value != null) {
            failedArgs[names[entry.key]] = entry.value
            limited = limited || entry.key.startsWith('max') || entry.key == 'weaknessIs'
        }
    }
    if (!limited) {
        // As without FAILED_ARGS: any critical or high finding fails.
        failedArgs += [max_number_of_critical: 0, max_number_of_high: 0]
    }
    String installed = arguments.package ?: 'ct_jupyter'
    withEnv(["FAILED_ARGS=${groovy.json.JsonOutput.toJson(failedArgs)}", "CT_PACKAGE=${installed}"]) {
        try {
            sh '''#!/usr/bin/env bash
                set -euo pipefail
                if ! command -v ct-jupyter > /dev/null; then
                    tools=$(mktemp -d)
                    trap 'rm -rf "$tools"' EXIT
                    python3 -I -m venv "$tools"
                    "$tools/bin/python" -I -m pip install --quiet --disable-pip-version-check "$CT_PACKAGE"
                    export PATH="$tools/bin:$PATH"
                fi
                ct-jupyter ci \\
                    --report junit=codethreat/junit.xml \\
                    --report json=codethreat/report.json \\
                    --report html=codethreat/report.html
            '''
        } finally {
            // The gate has judged; that a finding is a failed test must not make a build unstable that it let pass.
            junit testResults: 'codethreat/junit.xml', allowEmptyResults: true, skipMarkingBuildUnstable: true
            archiveArtifacts artifacts: 'codethreat/**', allowEmptyArchive: true
            publishHTML target: [
                reportName: 'CodeThreat', reportDir: 'codethreat', reportFiles: 'report.html',
                keepAll: true, alwaysLinkToLastBuild: true, allowMissing: true
            ]
        }
    }
}
