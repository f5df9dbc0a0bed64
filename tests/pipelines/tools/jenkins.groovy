// Runs a Jenkinsfile, or a step of a shared library, with Jenkins' own steps stubbed: `sh` runs its script,
// the publishers say what they were asked to publish, and the exit code is the build's.
//
//   groovy jenkins.groovy FILE [ARGUMENTS AS JSON]

import groovy.json.JsonSlurper
import org.codehaus.groovy.control.CompilerConfiguration

abstract class Steps extends Script {
    static Map environment = [:]
    static Throwable failure = null

    void sh(String script) {
        File file = File.createTempFile('step', '.sh')
        file.text = script
        file.executable = true
        ProcessBuilder builder = new ProcessBuilder(file.path).inheritIO()
        environment.each { name, value -> builder.environment().put(name, value.toString()) }
        int code = builder.start().waitFor()
        file.delete()
        if (code != 0) {
            throw new RuntimeException("script returned exit code ${code}")
        }
    }

    void junit(Map arguments) { publish('junit', arguments.testResults) }
    void archiveArtifacts(Map arguments) { publish('archiveArtifacts', arguments.artifacts) }
    void publishHTML(Map arguments) { publish('publishHTML', arguments.target.reportDir + '/' + arguments.target.reportFiles) }
    void error(String message) { throw new RuntimeException(message) }

    private void publish(String step, String what) {
        boolean there = what.contains('*') || new File(what).exists()
        println "PUBLISHED ${step} ${what} ${there ? 'there' : 'missing'}"
    }

    void withEnv(List<String> pairs, Closure body) {
        pairs.each { environment[it.split('=', 2)[0]] = it.split('=', 2)[1] }
        body()
    }

    // the declarative form
    def pipeline(Closure body) { inside(body) }
    def stages(Closure body) { inside(body) }
    def stage(String name, Closure body) { inside(body) }
    def triggers(Closure body) { inside(body) }
    def post(Closure body) { inside(body) }
    def always(Closure body) { inside(body) }
    def cron(String when) { assert when.split(' ').size() == 5 }
    def agent(Object which) { assert which == 'any' }
    String getAny() { 'any' }

    def environment(Closure body) {
        body.delegate = new Assignments()
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
    }

    def steps(Closure body) {
        try {
            inside(body)
        } catch (RuntimeException problem) {
            failure = problem
        }
    }

    private inside(Closure body) {
        body.delegate = this
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
    }
}

class Assignments {
    void setProperty(String name, Object value) { Steps.environment[name] = value }
}

def configuration = new CompilerConfiguration(scriptBaseClass: 'Steps')
def script = new GroovyShell(this.class.classLoader, new Binding(), configuration).parse(new File(args[0]))
try {
    if (args.length > 1) {
        script.call(new JsonSlurper().parseText(args[1]) as Map)
    } else {
        script.run()
    }
} catch (RuntimeException problem) {
    Steps.failure = problem
}
if (Steps.failure != null) {
    println "FAILED ${Steps.failure.message}"
    System.exit(1)
}
println 'SUCCESS'
