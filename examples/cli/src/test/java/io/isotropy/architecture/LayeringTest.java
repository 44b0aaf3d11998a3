package io.isotropy.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions: examples → nlp → autograd → tensor → kernels, and who may name what. */
@AnalyzeClasses(
        packages = "io.isotropy",
        importOptions = {ImportOption.DoNotIncludeTests.class, LayeringTest.DoNotIncludeTestJars.class})
class LayeringTest {

    /** The jars in which modules lend their tests' models. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] JDK = {"java..", "org.jspecify.."};

    private static String[] with(String... packages) {
        String[] all = java.util.Arrays.copyOf(JDK, JDK.length + packages.length);
        System.arraycopy(packages, 0, all, JDK.length, packages.length);
        return all;
    }

    @ArchTest
    static final ArchRule API_NEEDS_ONLY_THE_JDK = classes()
            .that(resideInAnyPackage("io.isotropy.kernels", "io.isotropy.kernels.reference.."))
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(with("io.isotropy.kernels", "io.isotropy.kernels.reference..")));

    @ArchTest
    static final ArchRule CPU_NEEDS_ONLY_THE_JDK = classes()
            .that(resideInAPackage("io.isotropy.kernels.cpu.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    with("io.isotropy.kernels", "io.isotropy.kernels.cpu..", "jdk.incubator.vector..")));

    @ArchTest
    static final ArchRule CUDA_NEEDS_THE_JDK_AND_JCUDA = classes()
            .that(resideInAPackage("io.isotropy.kernels.cuda.."))
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(with("io.isotropy.kernels", "io.isotropy.kernels.cuda..", "jcuda..")));

    @ArchTest
    static final ArchRule ONLY_CUDA_NAMES_JCUDA = noClasses()
            .that(not(resideInAPackage("io.isotropy.kernels.cuda..")))
            .should()
            .dependOnClassesThat(resideInAPackage("jcuda.."));

    @ArchTest
    static final ArchRule ONLY_SIMD_CLASSES_NAME_THE_VECTOR_API = noClasses()
            .that()
            .haveNameNotMatching("io\\.isotropy\\.kernels\\.cpu\\.(Simd.*|Lanes)")
            .should()
            .dependOnClassesThat(resideInAPackage("jdk.incubator.."));

    @ArchTest
    static final ArchRule TENSOR_NEEDS_KERNELS_AND_JACKSON = classes()
            .that(resideInAPackage("io.isotropy.tensor.."))
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(with("io.isotropy.kernels", "io.isotropy.tensor..", "tools.jackson.core..")));

    @ArchTest
    static final ArchRule AUTOGRAD_NEEDS_TENSORS = classes()
            .that(resideInAPackage("io.isotropy.autograd.."))
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(with("io.isotropy.kernels", "io.isotropy.tensor..", "io.isotropy.autograd..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NOTHING_ABOVE_THE_SPI_NAMES_A_BACKEND = noClasses()
            .that(not(resideInAPackage("io.isotropy.kernels..")))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.isotropy.kernels.cpu..", "io.isotropy.kernels.cuda..", "io.isotropy.kernels.reference.."));

    @ArchTest
    static final ArchRule ONLY_THE_HUB_TOUCHES_THE_NETWORK = noClasses()
            .that(not(resideInAPackage("io.isotropy.nlp.hub..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net", "java.net.http..", "org.apache.maven..", "org.eclipse.aether.."));

    @ArchTest
    static final ArchRule LIBRARIES_DO_NOT_KNOW_THE_PROGRAMS = noClasses()
            .that(resideInAnyPackage("io.isotropy.kernels..", "io.isotropy.tensor..", "io.isotropy.autograd..", "io.isotropy.nlp.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.isotropy.cli..", "io.isotropy.report..", "io.isotropy.tour..", "io.isotropy.benchmarks.."));

    @ArchTest
    static final ArchRule REPORTS_NEED_ONLY_THE_JDK = classes()
            .that(resideInAPackage("io.isotropy.report.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(with("io.isotropy.report..")));

    @ArchTest
    static final ArchRule CORE_DOES_NOT_KNOW_THE_HUB = noClasses()
            .that(resideInAPackage("io.isotropy.nlp.."))
            .and(not(resideInAPackage("io.isotropy.nlp.hub..")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.isotropy.nlp.hub.."));

    @ArchTest
    static final ArchRule LIBRARIES_DO_NOT_PRINT = noClasses()
            .that(not(resideInAnyPackage("io.isotropy.cli..", "io.isotropy.benchmarks..", "io.isotropy.kernels.conformance..")))
            .and()
            .haveNameNotMatching(".*\\.ChineseWords") // it keeps a library from printing
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule CLASSES_ARE_FINAL = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotAnonymousClasses()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING =
            noClasses().should().haveNameMatching(".*\\.(Base[A-Z].*|Abstract[A-Z].*|.*(Utils?|Impl|Helper|Manager|Factory|Builder))");
}
